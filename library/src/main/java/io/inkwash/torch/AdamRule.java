package io.inkwash.torch;

import org.bytedeco.pytorch.Scalar;

/**
 * Adam (Kingma and Ba 2015, algorithm 1), with weight decay as an L2 term of the loss: {@code
 * weightDecay} times the weights is added to the gradient. PyTorch's {@code Adam}.
 *
 * @param beta1 decay of the gradient's mean, in [0, 1)
 * @param beta2 decay of the squared gradient's mean, in [0, 1)
 * @param eps added to the denominator, above 0
 * @param weightDecay strength, 0 or more
 */
public record AdamRule(double beta1, double beta2, double eps, double weightDecay)
    implements OptimizerRule {

  public AdamRule {
    OptimizerRanges.requireBeta("beta1", beta1);
    OptimizerRanges.requireBeta("beta2", beta2);
    OptimizerRanges.requireEps(eps);
    OptimizerRanges.requireWeightDecay(weightDecay);
  }

  /** The paper's and PyTorch's settings: 0.9, 0.999, 1e-8, no decay. */
  public static AdamRule standard() {
    return new AdamRule(0.9, 0.999, 1e-8, 0);
  }

  @Override
  public OptimizerState start(Parameters parameters) {
    AdamMoments moments = AdamMoments.zero(parameters);
    return new OptimizerState(
        parameters,
        moments.vectors(),
        (step, rate, weights, gradients) -> {
          gradients.add_(weights, new Scalar(weightDecay));
          moments.follow(gradients, beta1, beta2);
          moments.descend(weights, step, rate, beta1, beta2, eps);
        });
  }
}
