package io.inkwash.model;

import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.LatentGenerator;
import io.inkwash.nn.VariationalNet;
import io.inkwash.recipe.VaeRecipe;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Precision;
import io.inkwash.variational.PixelLikelihood;
import io.inkwash.variational.Posterior;
import io.inkwash.variational.VariationalLikelihood;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A trained variational autoencoder. It draws the mean of p(x|z), without the pixels' own noise.
 */
final class VaeModel extends NetworkModel<VaeRecipe, VariationalNet>
    implements DrawingModel, LikelihoodModel, ImageEncoder {
  private static final int SAMPLES = 64; // of the importance-weighted bound

  VaeModel(VaeRecipe recipe, SavedWeights weights, OpenOptions options) {
    super(recipe, weights, options, recipe.network());
  }

  @Override
  public Drawing drawing(GenerateOptions options) {
    return OnePass.drawing(
        "vae",
        generator(network(), recipe().likelihood(), precision()),
        recipe(),
        options,
        device());
  }

  /** Images by a network's decoder. */
  static LatentGenerator generator(
      VariationalNet network, PixelLikelihood likelihood, Precision precision) {
    return new LatentGenerator(
        network.latent(),
        (z, conditioning) -> {
          try (Autocast cast = precision.enter()) {
            return likelihood.mean(network.decode(z).to(ScalarType.Float));
          }
        });
  }

  @Override
  public long[] latentShape() {
    return new long[] {network().latent()};
  }

  @Override
  public Tensor encode(Tensor images) {
    try (Grad off = Grad.off();
        Autocast cast = precision().enter()) {
      return Posterior.of(network().encode(images).to(ScalarType.Float)).mean();
    }
  }

  @Override
  public Tensor decode(Tensor latents) {
    try (Grad off = Grad.off();
        Autocast cast = precision().enter()) {
      return recipe().likelihood().mean(network().decode(latents).to(ScalarType.Float));
    }
  }

  @Override
  public Map<String, Estimator> likelihoods(double tolerance) {
    VariationalLikelihood bounds =
        new VariationalLikelihood(network(), recipe().likelihood(), precision());
    Map<String, Estimator> estimators = new LinkedHashMap<>();
    estimators.put("elbo", (images, conditioning, key, first) -> bounds.elbo(images, key, first));
    estimators.put(
        "iwae",
        (images, conditioning, key, first) -> bounds.importance(SAMPLES, images, key, first));
    return estimators;
  }
}
