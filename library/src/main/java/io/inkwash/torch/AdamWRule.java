package io.inkwash.torch;

import org.bytedeco.pytorch.Scalar;

/**
 * AdamW (Loshchilov and Hutter 2019, algorithm 2): Adam, with weights that shrink by {@code rate
 * weightDecay} of themselves each step, apart from the gradient. PyTorch's {@code AdamW}.
 *
 * @param beta1 decay of the gradient's mean, in [0, 1)
 * @param beta2 decay of the squared gradient's mean, in [0, 1)
 * @param eps added to the denominator, above 0
 * @param weightDecay strength, 0 or more
 */
public record AdamWRule(double beta1, double beta2, double eps, double weightDecay)
    implements OptimizerRule {

  public AdamWRule {
    OptimizerRanges.requireBeta("beta1", beta1);
    OptimizerRanges.requireBeta("beta2", beta2);
    OptimizerRanges.requireEps(eps);
    OptimizerRanges.requireWeightDecay(weightDecay);
  }

  /** PyTorch's settings: 0.9, 0.999, 1e-8, decay 0.01. */
  public static AdamWRule standard() {
    return new AdamWRule(0.9, 0.999, 1e-8, 0.01);
  }

  @Override
  public OptimizerState start(Parameters parameters) {
    AdamMoments moments = AdamMoments.zero(parameters);
    return new OptimizerState(
        parameters,
        moments.vectors(),
        (step, rate, weights, gradients) -> {
          weights.mul_(new Scalar(1 - rate * weightDecay));
          moments.follow(gradients, beta1, beta2);
          moments.descend(weights, step, rate, beta1, beta2, eps);
        });
  }
}
