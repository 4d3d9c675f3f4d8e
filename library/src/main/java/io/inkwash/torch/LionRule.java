package io.inkwash.torch;

import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Lion (Chen et al. 2023, arXiv 2302.06675, algorithm 2): every weight moves by the learning rate,
 * in the direction of the sign of {@code beta1 m + (1 - beta1) g}; then {@code m = beta2 m + (1 -
 * beta2) g}. Weight decay is AdamW's. The paper takes a rate of a third to a tenth of AdamW's, and
 * a decay so much larger.
 *
 * @param beta1 the momentum's share in a step's direction, in [0, 1)
 * @param beta2 decay of the momentum, in [0, 1)
 * @param weightDecay strength, 0 or more
 */
public record LionRule(double beta1, double beta2, double weightDecay) implements OptimizerRule {

  public LionRule {
    OptimizerRanges.requireBeta("beta1", beta1);
    OptimizerRanges.requireBeta("beta2", beta2);
    OptimizerRanges.requireWeightDecay(weightDecay);
  }

  /** The paper's settings: 0.9, 0.99, no decay. */
  public static LionRule standard() {
    return new LionRule(0.9, 0.99, 0);
  }

  @Override
  public OptimizerState start(Parameters parameters) {
    Tensor mean = parameters.zerosLike();
    return new OptimizerState(
        parameters,
        Map.of("mean", mean),
        (step, rate, weights, gradients) -> {
          weights.mul_(new Scalar(1 - rate * weightDecay));
          Tensor direction = mean.lerp(gradients, new Scalar(1 - beta1)).sign_();
          weights.add_(direction, new Scalar(-rate));
          mean.lerp_(gradients, new Scalar(1 - beta2));
        });
  }
}
