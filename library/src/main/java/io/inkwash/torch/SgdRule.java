package io.inkwash.torch;

import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Gradient descent, with momentum as PyTorch's {@code SGD} has it: {@code b = momentum b + g}, and
 * the weights move by {@code -rate b}, or by {@code -rate (g + momentum b)} in Nesterov's form
 * (Sutskever et al. 2013).
 *
 * @param momentum in [0, 1); 0 is plain descent, which remembers nothing
 * @param nesterov whether the step looks ahead along the momentum; needs a momentum above 0
 * @param weightDecay strength of an L2 term of the loss, 0 or more
 */
public record SgdRule(double momentum, boolean nesterov, double weightDecay)
    implements OptimizerRule {

  public SgdRule {
    OptimizerRanges.requireBeta("momentum", momentum);
    OptimizerRanges.requireWeightDecay(weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException(
          "nesterov is true with momentum 0; allowed: a momentum above 0, such as 0.9, or"
              + " nesterov=false");
    }
  }

  @Override
  public OptimizerState start(Parameters parameters) {
    if (momentum == 0) {
      return new OptimizerState(
          parameters,
          Map.of(),
          (step, rate, weights, gradients) ->
              weights.add_(decayed(weights, gradients), new Scalar(-rate)));
    }
    Tensor velocity = parameters.zerosLike();
    return new OptimizerState(
        parameters,
        Map.of("momentum", velocity),
        (step, rate, weights, gradients) -> {
          Tensor slope = decayed(weights, gradients);
          velocity.mul_(new Scalar(momentum)).add_(slope);
          Tensor move = nesterov ? slope.add_(velocity, new Scalar(momentum)) : velocity;
          weights.add_(move, new Scalar(-rate));
        });
  }

  private Tensor decayed(Tensor weights, Tensor gradients) {
    return gradients.add_(weights, new Scalar(weightDecay));
  }
}
