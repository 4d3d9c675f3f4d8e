package io.inkwash.nn.song;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** How two results are added: {@code skip_rescale} of score_sde. */
public enum Sums {
  /**
   * Divided by the square root of 2: of the variance that each has, if they do not depend on each
   * other, so that it does not grow with depth.
   */
  SCALED,
  /** As they are. */
  PLAIN;

  private static final double HALF_POWER = Math.sqrt(0.5);

  Tensor of(Tensor a, Tensor b) {
    Tensor sum = a.add(b);
    return switch (this) {
      case SCALED -> sum.mul(new Scalar(HALF_POWER));
      case PLAIN -> sum;
    };
  }
}
