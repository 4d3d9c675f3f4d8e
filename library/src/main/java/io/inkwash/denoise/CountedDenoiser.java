package io.inkwash.denoise;

import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser that counts the images that it evaluates. What guidance and an adaptive solver cost is
 * known only so.
 *
 * @param inner the model
 * @param images the count
 */
public record CountedDenoiser(Denoiser inner, LongAdder images) implements WrappedDenoiser {

  @Override
  public Denoised denoise(Tensor x, double t) {
    images.add(x.size(0));
    return inner.denoise(x, t);
  }

  @Override
  public Both denoiseBoth(Denoiser other, Tensor x, double t) {
    if (!(other instanceof CountedDenoiser second)) {
      return WrappedDenoiser.super.denoiseBoth(other, x, t);
    }
    images.add(x.size(0));
    second.images.add(x.size(0));
    return inner.denoiseBoth(second.inner, x, t);
  }
}
