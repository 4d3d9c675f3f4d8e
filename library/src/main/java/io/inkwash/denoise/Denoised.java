package io.inkwash.denoise;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A denoiser's answer.
 *
 * @param x0 [N,C,H,W] the clean image's posterior mean
 * @param variance [N,C,H,W] the learned fraction of the step's log-variance in its {@link
 *     VarianceRange}: 0 at the posterior's, 1 at the forward step's, seldom beyond (Nichol and
 *     Dhariwal 2021, equation 15), or null where the model learned none
 */
public record Denoised(Tensor x0, @Nullable Tensor variance) {

  /** An answer without a variance. */
  public static Denoised of(Tensor x0) {
    return new Denoised(x0, null);
  }
}
