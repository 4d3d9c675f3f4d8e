package io.inkwash.objective.matching;

import io.inkwash.torch.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * How far the noisy images of a student are from those of its teacher, by the direction in which
 * each of the student's images makes it larger.
 *
 * <p>Both models are given by their estimates of the clean image: functions of the student's image
 * x, which is carried to {@code x_t = alpha_t x + sigma_t eps} at a time and with noise that stay
 * the same.
 */
@FunctionalInterface
public interface MatchingDivergence {

  /** The least mean distance from the teacher's estimate, where pixels have a range of 2. */
  double LEAST = 0.01;

  /**
   * The derivative by each of the images, in units of their distance from the teacher's estimates.
   * To be called while no gradients are recorded.
   *
   * @param x [N,C,H,W] images of the student
   * @param real from images to the teacher's estimates, both [N,C,H,W]
   * @param fake from images to the estimates of the model of the student's images
   * @return [N,C,H,W]
   */
  Tensor gradient(Tensor x, UnaryOperator<Tensor> real, UnaryOperator<Tensor> fake);

  /**
   * A derivative divided by the mean distance of each image from the teacher's estimate of it (Yin
   * et al. 2024, arXiv 2311.18828, equation 8), so that all times count alike.
   */
  static Tensor perDistance(Tensor gradient, Tensor x, Tensor estimate) {
    Tensor distance = x.sub(estimate).abs().mean(1, 2, 3).view(-1, 1, 1, 1);
    return gradient.div(Tensors.clamp(distance, LEAST, Double.POSITIVE_INFINITY));
  }
}
