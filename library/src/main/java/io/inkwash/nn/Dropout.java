package io.inkwash.nn;

import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Dropout (Srivastava et al. 2014) of one forward pass. The mask of the n-th layer with dropout is
 * a function of the pass's key and n, so a resumed training draws the same masks, and the global
 * generator is never touched.
 */
public final class Dropout {
  private final double rate;
  private final @Nullable Rng key;
  private int layers;

  private Dropout(double rate, @Nullable Rng key) {
    this.rate = rate;
    this.key = key;
  }

  /** Drops nothing. */
  public static Dropout none() {
    return new Dropout(0, null);
  }

  /**
   * Drops a share of all values, and scales the others up so that their mean stays.
   *
   * @param rate the share, in (0, 1)
   * @param key where the masks come from
   */
  public static Dropout at(double rate, Rng key) {
    return new Dropout(rate, key);
  }

  /**
   * The key of a training pass.
   *
   * @throws IllegalStateException if none was given
   */
  public static Rng required(@Nullable Rng key) {
    if (key == null) {
      throw new IllegalStateException(
          "dropout in training needs random numbers; call dropFrom first, or train(false)");
    }
    return key;
  }

  /** The values of the next layer that drops some. */
  public Tensor apply(Tensor x) {
    if (key == null) {
      return x;
    }
    Tensor kept = Tensors.bernoulliLike(x, 1 - rate, key.at(layers++));
    return x.mul(kept.div_(new Scalar(1 - rate)));
  }
}
