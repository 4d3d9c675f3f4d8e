package io.inkwash.recipe;

import io.inkwash.denoise.Denoiser;
import java.util.function.Supplier;

/** Leads a model to images that are more like what they are to be. */
@FunctionalInterface
public interface Guidance {

  /**
   * The guided denoiser.
   *
   * @param told the model, told what the images are to be
   * @param untold the same model, told nothing; refuses where it was never trained so
   * @param weak a worse model, told the same; refuses where none was given
   */
  Denoiser guide(Denoiser told, Supplier<Denoiser> untold, Supplier<Denoiser> weak);
}
