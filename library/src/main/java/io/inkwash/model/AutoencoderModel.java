package io.inkwash.model;

import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import io.inkwash.recipe.AutoencoderRecipe;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Precision;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A trained autoencoder of latent diffusion. It draws nothing by itself. */
final class AutoencoderModel implements ImageEncoder {
  private final AutoencoderRecipe recipe;
  private final SavedWeights weights;
  private final Precision precision;
  private final ComputeDevice device;
  private final Owned<AutoencoderKl> network;

  AutoencoderModel(AutoencoderRecipe recipe, SavedWeights weights, OpenOptions options) {
    this.recipe = recipe;
    this.weights = weights;
    precision = options.precision();
    device = options.device();
    network = weights.open(recipe.network());
  }

  @Override
  public AutoencoderRecipe recipe() {
    return recipe;
  }

  @Override
  public SavedWeights weights() {
    return weights;
  }

  @Override
  public ComputeDevice device() {
    return device;
  }

  @Override
  public long[] latentShape() {
    AutoencoderKlConfig config = network.value().config();
    int factor = config.factor();
    return new long[] {config.latentChannels(), data().height() / factor, data().width() / factor};
  }

  @Override
  public Tensor encode(Tensor images) {
    try (Grad off = Grad.off();
        Autocast cast = precision.enter()) {
      return network.value().encode(images).mode().to(ScalarType.Float);
    }
  }

  @Override
  public Tensor decode(Tensor latents) {
    try (Grad off = Grad.off();
        Autocast cast = precision.enter()) {
      return network.value().decode(latents).to(ScalarType.Float);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
