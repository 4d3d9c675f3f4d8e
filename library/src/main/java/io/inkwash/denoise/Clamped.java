package io.inkwash.denoise;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser whose estimate is limited to the range of the data ("static thresholding"; the x0
 * clamp of DDPM's code).
 *
 * @param inner the denoiser
 * @param low the least pixel value
 * @param high the greatest pixel value
 */
public record Clamped(Denoiser inner, double low, double high) implements WrappedDenoiser {

  @Override
  public Denoised denoise(Tensor x, double t) {
    Denoised estimate = inner.denoise(x, t);
    return estimate.withX0(Tensors.clamp(estimate.x0(), low, high));
  }

  @Override
  public Tensor denoiseEach(Tensor x, double[] t) {
    return Tensors.clamp(inner.denoiseEach(x, t), low, high);
  }
}
