package io.inkwash.nn;

import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a network is told about an image beside its noise level.
 *
 * @param classes [N] int64 class indices from 0, {@link #NULL_CLASS} where nothing is told, or null
 *     for nothing at all
 */
public record Condition(@Nullable Tensor classes) {

  /** The class of an image about which nothing is told. */
  public static final int NULL_CLASS = -1;

  private static final Condition NONE = new Condition(null);

  /** Nothing. */
  public static Condition none() {
    return NONE;
  }

  /** A class an image; {@link #NULL_CLASS} where nothing is told. */
  public static Condition of(int... classes) {
    long[] indices = Arrays.stream(classes).asLongStream().toArray();
    return new Condition(Tensors.of(indices, indices.length));
  }

  /**
   * Label dropout: forgets the class of some images, so that one network learns the conditional and
   * the unconditional model (Ho and Salimans 2022, arXiv 2207.12598, algorithm 1).
   *
   * @param share the probability to forget, in [0, 1]
   * @param key where the choice of images comes from
   */
  public Condition dropped(double share, Rng key) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "label dropout is " + share + "; allowed: 0 to 1, such as 0.1");
    }
    if (classes == null || share == 0) {
      return this;
    }
    double[] uniforms = key.uniforms(Math.toIntExact(classes.size(0)));
    Tensor forgotten = Tensors.of(uniforms, uniforms.length).lt(new Scalar(share));
    return new Condition(classes.masked_fill(forgotten, new Scalar((long) NULL_CLASS)));
  }
}
