package io.inkwash.recipe;

import io.inkwash.data.PixelRange;
import io.inkwash.denoise.Denoiser;

/** Holds a model's guesses of the clean image to the range of pixels. */
@FunctionalInterface
public interface Threshold {

  /** The denoiser whose guesses are held. */
  Denoiser hold(Denoiser inner, PixelRange range);
}
