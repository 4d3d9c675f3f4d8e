package io.inkwash.variational;

import io.inkwash.nn.VariationalNet;
import io.inkwash.solve.Likelihood;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Bounds of the likelihood that an autoencoder gives images, in bits/dim. All that is random of
 * image k is a function of the key and k.
 *
 * @param network the autoencoder, in evaluation mode
 * @param likelihood p(x|z)
 * @param precision the arithmetic of the network's passes
 */
public record VariationalLikelihood(
    VariationalNet network, PixelLikelihood likelihood, Precision precision) {

  /**
   * The negative evidence lower bound by one sample, its KL in closed form.
   *
   * @param images [N,C,H,W] in the model's range, from bytes
   * @param first the number of the batch's first image
   */
  public Likelihood elbo(Tensor images, Rng key, long first) {
    try (Grad off = Grad.off()) {
      Tensor x = observed(images, key, first);
      Posterior posterior = posterior(x);
      Tensor z = posterior.sample(noise(x, key, first, 0));
      return new Likelihood(
          "bound on " + likelihood.subject(),
          List.of(
              term("reconstruction", logLikelihood(x, z).neg(), x),
              term("kl", posterior.kl().sum(1), x)));
    }
  }

  /**
   * The negative importance-weighted bound.
   *
   * @param samples of each image, 1 or more
   * @param images [N,C,H,W] in the model's range, from bytes
   * @param first the number of the batch's first image
   */
  public Likelihood importance(int samples, Tensor images, Rng key, long first) {
    try (Grad off = Grad.off()) {
      Tensor x = observed(images, key, first);
      Tensor bound =
          new ImportanceBound(samples)
              .of(posterior(x), i -> noise(x, key, first, i), z -> logLikelihood(x, z));
      return new Likelihood(
          "bound of " + samples + " samples on " + likelihood.subject(),
          List.of(term("bound", bound.neg(), x)));
    }
  }

  private Posterior posterior(Tensor x) {
    try (Autocast cast = precision.enter()) {
      return Posterior.of(network.encode(x).to(ScalarType.Float));
    }
  }

  private Tensor logLikelihood(Tensor x, Tensor z) {
    try (Autocast cast = precision.enter()) {
      Tensor decoded = network.decode(z).to(ScalarType.Float);
      return likelihood.logLikelihood(x, decoded, network.logVariance());
    }
  }

  private Tensor noise(Tensor x, Rng key, long first, int sample) {
    return key.stream("latent").normalRows(first, sample, x.size(0), network.latent());
  }

  private Tensor observed(Tensor images, Rng key, long first) {
    int count = Math.toIntExact(images.size(0));
    int size = Math.toIntExact(images.numel() / count);
    float[] uniforms = new float[count * size];
    for (int row = 0; row < count; row++) {
      double[] own = key.stream("pixels").at(first + row).uniforms(size);
      for (int i = 0; i < size; i++) {
        uniforms[row * size + i] = (float) own[i];
      }
    }
    return likelihood.observed(images, Tensors.of(uniforms, Tensors.shape(images)));
  }

  private static Likelihood.Term term(String name, Tensor nats, Tensor x) {
    return new Likelihood.Term(
        name, 0, Tensors.toDoubles(nats.mul(new Scalar(1 / VariationalObjective.nats(x)))));
  }
}
