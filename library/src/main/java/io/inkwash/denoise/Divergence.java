package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How the divergence of a field is found, the trace of its Jacobian: by {@code v . (J v)} along
 * random directions v (Hutchinson 1989), or along every axis.
 *
 * @param kind what the directions are
 * @param probes how many random directions are averaged, at least 1
 */
public record Divergence(Kind kind, int probes) {

  /** What directions are. */
  public enum Kind {
    /** Every coordinate +1 or -1: the least variance of all, none where J is diagonal. */
    RADEMACHER,
    /** Standard normal. */
    GAUSSIAN,
    /** Each axis in turn: exact, one derivative a dimension, so for few dimensions. */
    EXACT
  }

  private static final int MOST_AXES = 4096;

  /** Checks the count. */
  public Divergence {
    if (probes < 1) {
      throw new IllegalArgumentException(
          format("divergence by %d directions; allowed: 1 or more", probes));
    }
  }

  /** Random signs. */
  public static Divergence rademacher(int probes) {
    return new Divergence(Kind.RADEMACHER, probes);
  }

  /** Random normal directions. */
  public static Divergence gaussian(int probes) {
    return new Divergence(Kind.GAUSSIAN, probes);
  }

  /** Every axis. */
  public static Divergence exact() {
    return new Divergence(Kind.EXACT, 1);
  }

  /**
   * The directions for one batch. Those of image k are a function of the key and {@code first + k}.
   *
   * @param key where random directions come from
   * @param first the number of the batch's first image
   * @param shape [N,C,H,W] of the batch
   * @return tensors of that shape, float64
   * @throws IllegalArgumentException if an image has too many dimensions to go along each
   */
  public Tensor[] directions(Rng key, long first, long... shape) {
    if (kind == Kind.EXACT) {
      return axes(shape);
    }
    Tensor[] directions = new Tensor[probes];
    for (int k = 0; k < probes; k++) {
      Tensor normal = key.normalRows(first, k, shape).to(ScalarType.Double);
      directions[k] = kind == Kind.GAUSSIAN ? normal : signs(normal);
    }
    return directions;
  }

  private static Tensor signs(Tensor normal) {
    Tensor positive = normal.ge(new Scalar(0.0)).to(ScalarType.Double);
    return positive.mul_(new Scalar(2.0)).sub_(new Scalar(1.0));
  }

  private static Tensor[] axes(long... shape) {
    int images = Math.toIntExact(shape[0]);
    int size = Math.toIntExact(Tensors.count(shape)) / images;
    if (size > MOST_AXES) {
      throw new IllegalArgumentException(
          format(
              "exact divergence in %d dimensions; allowed: up to %d; use random directions",
              size, MOST_AXES));
    }
    Tensor[] axes = new Tensor[size];
    for (int axis = 0; axis < size; axis++) {
      double[] values = new double[images * size];
      for (int image = 0; image < images; image++) {
        values[image * size + axis] = 1;
      }
      axes[axis] = Tensors.of(values, shape);
    }
    return axes;
  }

  /**
   * The divergence of a field at each image, to be called while gradients are recorded.
   *
   * @param field [N,C,H,W] its values, made from {@code x}, each image's from that image alone
   * @param x [N,C,H,W] requires its gradient
   * @param directions as {@link #directions} gives them
   * @return [N], itself derivable by what the field was made from
   */
  public Tensor of(Tensor field, Tensor x, Tensor... directions) {
    Tensor sum = null;
    for (Tensor drawn : directions) {
      Tensor direction = drawn.to(x.scalar_type());
      Tensor slope = Grad.derivable(field.mul(direction).sum(), x);
      Tensor along = slope.mul(direction).flatten(1, -1).sum(1);
      sum = sum == null ? along : sum.add(along);
    }
    if (sum == null) {
      throw new IllegalArgumentException("divergence along no directions; allowed: 1 or more");
    }
    return kind == Kind.EXACT ? sum : sum.div(new Scalar((double) directions.length));
  }
}
