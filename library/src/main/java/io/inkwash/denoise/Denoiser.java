package io.inkwash.denoise;

import org.bytedeco.pytorch.Tensor;

/**
 * All that a solver sees of a model: its best estimate of the clean image behind a noisy one, E[x0
 * | x_t].
 *
 * <p>Whatever the image depends on beside its noise, such as a class, is bound when the denoiser is
 * made.
 */
@FunctionalInterface
public interface Denoiser {

  /**
   * Denoises a batch in one leap.
   *
   * @param x [N,C,H,W] noisy images at time {@code t}, float32 or float64
   * @param t the time, in the path's units
   * @return the estimate, in the type of {@code x}
   */
  Denoised denoise(Tensor x, double t);

  /**
   * Whether the answers come with a learned variance. A denoiser around another passes on what that
   * one says.
   */
  default boolean learnedVariance() {
    return false;
  }
}
