package io.inkwash.examples;

import io.inkwash.torch.OptimizerRule;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Parameters;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Adagrad (Duchi, Hazan and Singer 2011, figure 1, diagonal): {@code G += g^2}, then {@code w -=
 * rate g / (sqrt(G) + eps)}. PyTorch's numbers.
 *
 * @param eps what keeps the denominator from zero, above 0
 */
public record AdagradRule(double eps) implements OptimizerRule {

  /** Checks the range. */
  public AdagradRule {
    if (!(eps > 0)) {
      throw new IllegalArgumentException("eps is " + eps + "; allowed: above 0, such as 1e-10");
    }
  }

  @Override
  public OptimizerState start(Parameters parameters) {
    Tensor squares = parameters.zerosLike();
    return new OptimizerState(
        parameters,
        Map.of("squares", squares),
        (step, rate, weights, gradients) -> {
          squares.addcmul_(gradients, gradients, new Scalar(1.0));
          Tensor scale = squares.sqrt().add_(new Scalar(eps));
          weights.addcdiv_(gradients, scale, new Scalar(-rate));
        });
  }
}
