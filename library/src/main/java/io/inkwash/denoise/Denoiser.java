package io.inkwash.denoise;

import io.inkwash.torch.Tensors;
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
   * Two models' answers about the same images.
   *
   * @param own this model's
   * @param other the other's
   */
  record Both(Denoised own, Denoised other) {}

  /**
   * Denoises the same images by another model as well. One network under two conditions may do both
   * in a single batch.
   *
   * @param other the other model
   * @param x [N,C,H,W] noisy images at time {@code t}
   * @param t the time, in the path's units
   */
  default Both denoiseBoth(Denoiser other, Tensor x, double t) {
    return new Both(denoise(x, t), other.denoise(x, t));
  }

  /**
   * Denoises each image at a time of its own.
   *
   * @param x [N,C,H,W] noisy images
   * @param t [N] their times
   * @return [N,C,H,W] the estimates of the clean images, in the type of {@code x}
   */
  default Tensor denoiseEach(Tensor x, double[] t) {
    Tensor[] each = new Tensor[t.length];
    for (int k = 0; k < t.length; k++) {
      each[k] = denoise(x.narrow(0, k, 1), t[k]).x0();
    }
    return Tensors.cat(0, each);
  }

  /**
   * Whether the answers come with a learned variance. A denoiser around another passes on what that
   * one says.
   */
  default boolean learnedVariance() {
    return false;
  }
}
