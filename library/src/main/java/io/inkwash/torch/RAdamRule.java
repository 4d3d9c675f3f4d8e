package io.inkwash.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Rectified Adam (Liu et al. 2020, arXiv 1908.03265, algorithm 2): plain momentum while the squared
 * gradient's mean is of too few numbers, then Adam with its steps scaled by how sure that mean is.
 * PyTorch's {@code RAdam}.
 *
 * @param beta1 decay of the gradient's mean, in [0, 1)
 * @param beta2 decay of the squared gradient's mean, in [0, 1)
 * @param eps added to the denominator, above 0
 * @param weightDecay strength, 0 or more
 * @param decay how weight decay enters
 */
public record RAdamRule(double beta1, double beta2, double eps, double weightDecay, Decay decay)
    implements OptimizerRule {

  /** How weight decay enters. */
  public enum Decay {
    /** The decay is added to the gradient, as in {@link AdamRule}. */
    L2,
    /** The weights shrink apart from the gradient, as in {@link AdamWRule}. */
    DECOUPLED
  }

  public RAdamRule {
    OptimizerRanges.requireBeta("beta1", beta1);
    OptimizerRanges.requireBeta("beta2", beta2);
    OptimizerRanges.requireEps(eps);
    OptimizerRanges.requireWeightDecay(weightDecay);
  }

  /** The paper's and PyTorch's settings: 0.9, 0.999, 1e-8, no decay. */
  public static RAdamRule standard() {
    return new RAdamRule(0.9, 0.999, 1e-8, 0, Decay.L2);
  }

  @Override
  public OptimizerState start(Parameters parameters) {
    AdamMoments moments = AdamMoments.zero(parameters);
    return new OptimizerState(
        parameters,
        moments.vectors(),
        (step, rate, weights, gradients) -> {
          switch (decay) {
            case L2 -> gradients.add_(weights, new Scalar(weightDecay));
            case DECOUPLED -> weights.mul_(new Scalar(1 - rate * weightDecay));
          }
          moments.follow(gradients, beta1, beta2);
          descend(moments, weights, step, rate / AdamMoments.correction(beta1, step));
        });
  }

  private void descend(AdamMoments moments, Tensor weights, long step, double rate) {
    double rectification = rectification(step);
    if (rectification == 0) {
      weights.add_(moments.mean(), new Scalar(-rate));
    } else {
      double scale = rectification * Math.sqrt(AdamMoments.correction(beta2, step));
      moments.descend(weights, rate * scale, 1, eps);
    }
  }

  /** The paper's r_t; 0 where its variance is not tractable (rho_t at most 5, as in PyTorch). */
  private double rectification(long step) {
    double longest = 2 / (1 - beta2) - 1;
    double power = Math.pow(beta2, (double) step);
    double length = longest - 2 * step * power / (1 - power);
    return length <= 5
        ? 0
        : Math.sqrt(
            (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
  }
}
