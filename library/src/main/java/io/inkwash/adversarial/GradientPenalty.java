package io.inkwash.adversarial;

import io.inkwash.torch.Grad;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * R1, a penalty of the discriminator's slope at the data: {@code gamma/2 E |grad_x D(x)|^2}, D
 * being the logit (Mescheder et al. 2018, arXiv 1801.04406, equation 9). It makes the game converge
 * where the data lie on a thin set.
 *
 * <p>The penalty is derived twice, so it costs about as much as the rest of the discriminator's
 * step. It may be added to every n-th step alone, n times as strong (Karras et al. 2020, arXiv
 * 1912.04958, section 3.1).
 *
 * @param gamma its strength, 0 or more; 0 is none
 * @param every the steps from one penalty to the next, 1 or more
 */
public record GradientPenalty(double gamma, int every) {

  public GradientPenalty {
    if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "gamma is " + gamma + "; allowed: 0 or more, such as 10, or 0 for no penalty");
    }
    if (every < 1) {
      throw new IllegalArgumentException("every is " + every + "; allowed: 1 or more");
    }
  }

  /** No penalty. */
  public static GradientPenalty none() {
    return new GradientPenalty(0, 1);
  }

  /** Whether a step, 1, 2, ..., has it. */
  public boolean at(long step) {
    return gamma > 0 && (step - 1) % every == 0;
  }

  /**
   * The penalty of a step that has it.
   *
   * @param discriminator from images to [N] logits, each a function of its own image
   * @param real [N,...] images of the data
   * @return a scalar tensor, differentiable by the discriminator's weights
   */
  public Tensor of(UnaryOperator<Tensor> discriminator, Tensor real) {
    Tensor x = real.detach().requires_grad_(true);
    Tensor slope = Grad.derivable(discriminator.apply(x).sum(), x);
    return slope.square().sum().mul(new Scalar(0.5 * gamma * every / (double) real.size(0)));
  }
}
