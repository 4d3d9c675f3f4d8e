package io.inkwash.objective.matching;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * The Kullback-Leibler divergence of the student's noisy images from the teacher's (Yin et al.
 * 2024, "One-step Diffusion with Distribution Matching Distillation", arXiv 2311.18828, equation
 * 7):
 *
 * <pre>
 * grad = (fake(x) - real(x)) / mean|x - real(x)|
 * </pre>
 *
 * <p>The difference of both estimates is sigma_t^2 / alpha_t times that of the scores.
 */
public record ReverseKl() implements MatchingDivergence {

  @Override
  public Tensor gradient(Tensor x, UnaryOperator<Tensor> real, UnaryOperator<Tensor> fake) {
    Tensor estimate = real.apply(x);
    return MatchingDivergence.perDistance(fake.apply(x).sub(estimate), x, estimate);
  }
}
