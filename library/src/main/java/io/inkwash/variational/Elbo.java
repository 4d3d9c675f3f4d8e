package io.inkwash.variational;

import io.inkwash.torch.distributed.Ranks;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The evidence lower bound as a loss.
 *
 * @param beta the weight of the KL term, 0 or more; 1 is the bound itself (Higgins et al. 2017)
 * @param freeNats KL that each latent number may spend for nothing, 0 or more: what is below costs
 *     no less, so no number is given up early (Kingma et al. 2016, arXiv 1606.04934, appendix C.8,
 *     with the mean over the batch)
 */
public record Elbo(double beta, double freeNats) {

  public Elbo {
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta is " + beta + "; allowed: 0 or more, such as 1");
    }
    if (!(freeNats >= 0 && freeNats < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "freeNats is " + freeNats + "; allowed: 0 or more, such as 0.1");
    }
  }

  /** The bound itself. */
  public static Elbo standard() {
    return new Elbo(1, 0);
  }

  /**
   * The negative bound of each image, {@code KL(q || p) - log p(x|z)}, without beta and free nats.
   *
   * @param logLikelihood [N] nats
   * @return [N] nats
   */
  public static Tensor negative(Tensor logLikelihood, Posterior posterior) {
    return posterior.kl().sum(1).sub(logLikelihood);
  }

  /**
   * The loss of a batch.
   *
   * @param logLikelihood [N] nats
   * @return a scalar tensor, nats an image
   */
  public Tensor loss(Tensor logLikelihood, Posterior posterior) {
    Tensor perNumber = mean(posterior.kl()).clamp_min(new Scalar(freeNats));
    return perNumber.sum().mul(new Scalar(beta)).sub(logLikelihood.mean());
  }

  /** The mean over the images of the whole batch, all ranks' together. */
  private static Tensor mean(Tensor kl) {
    Ranks ranks = Ranks.current();
    if (ranks.alone()) {
      return kl.mean(0);
    }
    double images = ranks.sum((double) kl.size(0))[0];
    return ranks.differentiableSum(kl.sum(0)).div(new Scalar(images));
  }
}
