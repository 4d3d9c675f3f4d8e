package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.RowKeys;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A Brownian path for each image of a batch, whose value at any time is a function of the random
 * stream, the image's number and the time alone, so that runs of any number of steps follow the
 * same path. It is Levy's construction: each octave [2^k, 2^(k+1)] has its own increment, and
 * halves are filled in by Brownian bridges, {@value #DEPTH} times (a virtual Brownian tree, Li et
 * al. 2020, arXiv 2001.01328).
 */
final class BrownianPath {
  private static final int DEPTH = 16;
  private static final int LOWEST = -80; // below 2^-80 is one piece

  private static final long WHOLE = 0;
  private static final long MIDPOINTS = 1; // above it, the heap's numbers of the halved intervals

  private final RowKeys tree;
  private final RowKeys leaves;
  private final long[] image;

  BrownianPath(RowKeys keys, long... image) {
    this.tree = keys.stream("tree");
    this.leaves = keys.stream("leaves");
    this.image = image.clone();
  }

  /** The increment from one time to a later one, divided by the root of their difference. */
  Tensor increment(double from, double to) {
    if (!(from >= 0 && from < to && Double.isFinite(to))) {
      throw new IllegalArgumentException(
          format(
              "no increment of a Brownian path from %s to %s; allowed: 0 or more, rising",
              from, to));
    }
    try (TensorScope scope = TensorScope.open()) {
      int low = octave(from);
      int high = octave(to);
      Tensor sum = within(high, to).sub_(within(low, from));
      for (int k = low; k < high; k++) {
        sum.add_(whole(k));
      }
      return scope.keep(sum.mul_(new Scalar(1 / Math.sqrt(to - from))));
    }
  }

  private static int octave(double time) {
    return Math.max(LOWEST - 1, time == 0 ? LOWEST - 1 : Math.getExponent(time));
  }

  private static double start(int octave) {
    return octave < LOWEST ? 0 : Math.scalb(1.0, octave);
  }

  private static double length(int octave) {
    return Math.scalb(1.0, octave < LOWEST ? LOWEST : octave);
  }

  /** The increment over a whole octave. */
  private Tensor whole(int octave) {
    return normal(octave, WHOLE).mul_(new Scalar(Math.sqrt(length(octave))));
  }

  /** The increment from the octave's start to a time in it. */
  private Tensor within(int octave, double time) {
    double part = (time - start(octave)) / length(octave);
    double width = 1;
    long node = 1;
    Tensor left = normal(octave, WHOLE).mul_(new Scalar(0.0));
    Tensor right = normal(octave, WHOLE);
    for (int depth = 0; depth < DEPTH && part > 0; depth++) {
      Tensor middle = bridge(left, right, 0.5, width, normal(octave, MIDPOINTS + node));
      width /= 2;
      node *= 2;
      if (part >= width) {
        part -= width;
        left = middle;
        node++;
      } else {
        right = middle;
      }
    }
    if (part > 0) {
      Tensor leaf = leaves.normal(Double.doubleToLongBits(time), image);
      left = bridge(left, right, part / width, width, leaf.to(ScalarType.Double));
    }
    return left.mul(new Scalar(Math.sqrt(length(octave))));
  }

  /** A point of the path between two known ones, at a fraction of the way. */
  private static Tensor bridge(
      Tensor left, Tensor right, double fraction, double width, Tensor normal) {
    double deviation = Math.sqrt(fraction * (1 - fraction) * width);
    return Tensors.combine(1 - fraction, left, fraction, right).add_(normal, new Scalar(deviation));
  }

  private Tensor normal(int octave, long node) {
    long key = ((long) (octave - LOWEST + 1) << 32) | node;
    return tree.normal(key, image).to(ScalarType.Double);
  }
}
