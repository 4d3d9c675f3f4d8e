package io.inkwash.variational;

import io.inkwash.nn.VariationalNet;
import io.inkwash.objective.LossTerms;
import io.inkwash.objective.Objective;
import io.inkwash.objective.ObjectiveState;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The negative evidence lower bound of an autoencoder, of one sample an image, in bits/dim.
 *
 * @param likelihood p(x|z)
 * @param elbo its weights
 */
public record VariationalObjective(PixelLikelihood likelihood, Elbo elbo)
    implements Objective<VariationalNet> {

  @Override
  public ObjectiveState<VariationalNet> start() {
    return (network, x0, conditioning, context) -> {
      Posterior posterior = Posterior.of(network.encode(x0).to(ScalarType.Float));
      Tensor noise = context.key().stream("latent").normal(x0.size(0), network.latent());
      Tensor decoded = network.decode(posterior.sample(noise)).to(ScalarType.Float);
      Tensor logLikelihood = likelihood.logLikelihood(x0, decoded, network.logVariance());
      Scalar perDim = new Scalar(1 / nats(x0));
      return new LossTerms(
          elbo.loss(logLikelihood, posterior).mul(perDim),
          Elbo.negative(logLikelihood, posterior).detach().mul(perDim),
          losses -> {});
    };
  }

  /** Nats an image of a bit a dimension. */
  static double nats(Tensor images) {
    return images.numel() / (double) images.size(0) * Math.log(2);
  }
}
