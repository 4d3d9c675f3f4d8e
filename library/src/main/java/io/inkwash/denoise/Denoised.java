package io.inkwash.denoise;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A denoiser's answer.
 *
 * @param x0 [N,C,H,W] the clean image's posterior mean
 * @param variance [N,C,H,W] the learned place of the step's log-variance between its two bounds, in
 *     [0, 1] (Nichol and Dhariwal 2021, equation 15), or null where the model learned none
 */
public record Denoised(Tensor x0, @Nullable Tensor variance) {

  /** An answer without a variance. */
  public static Denoised of(Tensor x0) {
    return new Denoised(x0, null);
  }
}
