package io.inkwash.recipe.parts;

import io.inkwash.data.PixelRange;
import io.inkwash.denoise.Denoiser;

/** Holds a model's estimates of the clean image to the range of pixels. */
@FunctionalInterface
public interface Threshold {

  /** The denoiser whose estimates are limited. */
  Denoiser apply(Denoiser inner, PixelRange range);
}
