package io.inkwash.denoise;

import org.bytedeco.pytorch.Tensor;

/** What is known of how likely noisy images are to be what is wanted. */
@FunctionalInterface
public interface Classifier {

  /**
   * Log-probability of what is wanted, given noisy images, in operations that libtorch can derive.
   *
   * @param x [N,C,H,W] noisy images at time {@code t}
   * @param t the time, in the path's units
   * @return [N] log p(y | x_t), up to a constant
   */
  Tensor logProbability(Tensor x, double t);
}
