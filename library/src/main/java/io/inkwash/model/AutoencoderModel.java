package io.inkwash.model;

import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import io.inkwash.recipe.AutoencoderRecipe;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A trained autoencoder of latent diffusion. It draws nothing by itself. */
final class AutoencoderModel extends NetworkModel<AutoencoderRecipe, AutoencoderKl>
    implements ImageEncoder {
  AutoencoderModel(AutoencoderRecipe recipe, SavedWeights weights, OpenOptions options) {
    super(recipe, weights, options, recipe.network());
  }

  @Override
  public long[] latentShape() {
    AutoencoderKlConfig config = network().config();
    int factor = config.factor();
    return new long[] {config.latentChannels(), data().height() / factor, data().width() / factor};
  }

  @Override
  public Tensor encode(Tensor images) {
    try (Grad off = Grad.off();
        Autocast cast = precision().enter()) {
      return network().encode(images).mode().to(ScalarType.Float);
    }
  }

  @Override
  public Tensor decode(Tensor latents) {
    try (Grad off = Grad.off();
        Autocast cast = precision().enter()) {
      return network().decode(latents).to(ScalarType.Float);
    }
  }
}
