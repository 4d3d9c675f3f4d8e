package io.inkwash.generate;

import io.inkwash.denoise.Denoiser;
import io.inkwash.nn.Condition;

/** A model that can be told what its images are to be. */
@FunctionalInterface
public interface Conditional {

  /** The denoiser of a batch of such images. */
  Denoiser conditional(Condition condition);
}
