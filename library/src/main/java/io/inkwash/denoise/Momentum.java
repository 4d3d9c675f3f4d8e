package io.inkwash.denoise;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A sum over the evaluations of one run, {@code s_n = d_n + factor s_(n-1)}. It belongs to the
 * scope in which it is made and serves one run over one batch.
 */
public final class Momentum {
  private final double factor;
  private final Tensor sum = Tensors.zeros(0).to(ScalarType.Double);

  private Momentum(double factor) {
    this.factor = factor;
  }

  /**
   * A sum of nothing so far.
   *
   * @param factor in (-1, 1): -0.5 as published for adaptive projected guidance, 0 for no memory
   * @throws IllegalArgumentException outside that range
   */
  public static Momentum of(double factor) {
    if (!(Math.abs(factor) < 1)) {
      throw new IllegalArgumentException(
          "momentum of guidance is "
              + factor
              + "; allowed: more than -1, less than 1, such as -0.5");
    }
    return new Momentum(factor);
  }

  /** Adds the newest term; gives the sum, in its type. */
  Tensor with(Tensor newest) {
    if (factor == 0) {
      return newest;
    }
    if (sum.numel() == 0) {
      sum.resize_as_(newest).zero_();
    }
    sum.mul_(new Scalar(factor)).add_(newest.detach());
    return sum.to(newest.scalar_type()).clone();
  }
}
