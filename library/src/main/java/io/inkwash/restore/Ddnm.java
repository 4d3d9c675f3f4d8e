package io.inkwash.restore;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.WrappedDenoiser;
import io.inkwash.restore.degradation.LinearOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * DDNM: of each estimate, only what the operator does not see is kept, {@code A^+ y + (I - A^+ A)
 * x0} (Wang, Yu and Zhang 2023, arXiv 2212.00490, equation 13). The result agrees with the
 * measurement as far as {@link LinearOperator#pseudoInverse} does: exactly, where the operator has
 * singular values. For a noisy measurement, see {@link DdnmPlus}.
 *
 * @param inner the model
 * @param measurement what is known; its noise is not looked at
 */
public record Ddnm(Denoiser inner, Measurement measurement) implements WrappedDenoiser {

  @Override
  public Denoised denoise(Tensor x, double t) {
    Denoised estimate = inner.denoise(x, t);
    Tensor missing = measurement.missing(estimate.x0());
    Tensor x0 = estimate.x0().add(measurement.operator().pseudoInverse(missing));
    return estimate.withX0(x0);
  }
}
