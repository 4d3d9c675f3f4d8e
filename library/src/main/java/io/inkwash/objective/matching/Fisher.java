package io.inkwash.objective.matching;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Grad;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The Fisher divergence, the squared difference of the scores of the noisy images of both: score
 * identity distillation (Zhou et al. 2024, arXiv 2404.04057, equation 23):
 *
 * <pre>
 * d = real(x) - fake(x)
 * L = d (real(x) - x) - alpha d^2,   grad = (dL/dx) / mean|x - real(x)|
 * </pre>
 *
 * <p>Where the fake model is exact, d (real(x) - x) has the mean of d^2, which is the divergence
 * (the score identity), and its gradient leads down although it is derived as if the fake model did
 * not follow the student; that of d^2 itself would shrink the student's images. Both models are
 * derived by their input, so a step costs more than one of {@link ReverseKl}.
 *
 * @param alpha the share of d^2, 0 or more; the paper has 1, and 1.2 for its best images
 */
public record Fisher(double alpha) implements MatchingDivergence {

  /** Checks alpha. */
  public Fisher {
    if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          format("alpha is %s; allowed: 0 or more, such as 1", alpha));
    }
  }

  @Override
  public Tensor gradient(Tensor x, UnaryOperator<Tensor> real, UnaryOperator<Tensor> fake) {
    try (Grad on = Grad.on()) {
      Tensor at = x.detach().requires_grad_(true);
      Tensor estimate = real.apply(at);
      Tensor d = estimate.sub(fake.apply(at));
      Tensor loss = d.mul(estimate.sub(at)).sub(d.square().mul(new Scalar(alpha))).sum();
      return MatchingDivergence.perDistance(Grad.of(loss, at), x, estimate.detach());
    }
  }
}
