package io.inkwash.denoise;

import io.inkwash.torch.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A denoiser's answer.
 *
 * @param x0 [N,C,H,W] the clean image's posterior mean, guided where there is guidance
 * @param variance [N,C,H,W] the learned fraction of the step's log-variance in its {@link
 *     VarianceRange}: 0 at the posterior's, 1 at the forward step's, seldom beyond (Nichol and
 *     Dhariwal 2021, equation 15), or null where the model learned none
 * @param unconditional [N,C,H,W] the unconditional model's estimate, which CFG++ solvers use, or
 *     null where guidance evaluated none
 */
public record Denoised(Tensor x0, @Nullable Tensor variance, @Nullable Tensor unconditional) {

  /** An answer without an unconditional estimate. */
  public Denoised(Tensor x0, @Nullable Tensor variance) {
    this(x0, variance, null);
  }

  /** An answer without a variance. */
  public static Denoised of(Tensor x0) {
    return new Denoised(x0, null);
  }

  /** The same answer with another estimate of the clean image. */
  public Denoised withX0(Tensor other) {
    return new Denoised(other, variance, unconditional);
  }

  /** The answer about some of the images. */
  Denoised rows(int first, int count) {
    return new Denoised(
        x0.narrow(0, first, count),
        variance == null ? null : variance.narrow(0, first, count),
        unconditional == null ? null : unconditional.narrow(0, first, count));
  }

  /** The same answer, which outlives a scope. */
  Denoised keptBy(TensorScope scope) {
    return new Denoised(
        scope.keep(x0),
        variance == null ? null : scope.keep(variance),
        unconditional == null ? null : scope.keep(unconditional));
  }
}
