package io.inkwash.reconstruction;

import org.bytedeco.pytorch.Tensor;

/** How far images are apart to a network that has learned what matters in them. */
@FunctionalInterface
public interface FeatureDistance {

  /**
   * The mean distance, differentiable by the images.
   *
   * @param real [N,C,H,W] float32 in [-1, 1]
   * @param other [N,C,H,W] float32, about [-1, 1]
   * @return a scalar tensor
   */
  Tensor between(Tensor real, Tensor other);
}
