package io.inkwash.denoise;

import io.inkwash.nn.Conditioning;

/** A denoiser whose conditioning is still to be given. */
@FunctionalInterface
public interface ConditionalDenoiser {

  /** The denoiser of a batch of images with this conditioning, a row an image. */
  Denoiser given(Conditioning conditioning);
}
