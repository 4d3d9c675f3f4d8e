package io.inkwash.model.folder;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.WrappedDenoiser;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Estimates within bounds, as DDIM's {@code clip_sample} has them in diffusers. A solver that takes
 * its direction from a second estimate finds there the one without bounds.
 *
 * @param inner the model, guided
 * @param bound the largest number, and the least without its sign
 */
record Bounded(Denoiser inner, double bound) implements WrappedDenoiser {

  @Override
  public Denoised denoise(Tensor x, double t) {
    Denoised free = inner.denoise(x, t);
    Tensor bounded = Tensors.clamp(free.x0(), -bound, bound);
    return new Denoised(bounded, free.variance(), free.x0());
  }
}
