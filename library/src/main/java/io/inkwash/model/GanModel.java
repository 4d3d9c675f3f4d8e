package io.inkwash.model;

import io.inkwash.catalog.SpecException;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.LatentGenerator;
import io.inkwash.nn.GeneratorNet;
import io.inkwash.recipe.GanRecipe;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Precision;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The generator of a trained adversarial network. */
final class GanModel extends NetworkModel<GanRecipe, GeneratorNet> implements DrawingModel {
  GanModel(GanRecipe recipe, SavedWeights weights, OpenOptions options) {
    super(recipe, weights, options, recipe.generator());
  }

  @Override
  public Drawing drawing(GenerateOptions options) {
    if (!recipe().condition().isNone()
        && recipe().condition().drawn(options.request(), options.seed()).isEmpty()
        && recipe().training().conditioningDropout() == 0) {
      throw new SpecException(
          "no class is requested of a model that was always given one (conditioningDropout 0); name"
              + " classes");
    }
    return OnePass.drawing("gan", generator(network(), precision()), recipe(), options, device());
  }

  /** Images by a network. */
  static LatentGenerator generator(GeneratorNet network, Precision precision) {
    return new LatentGenerator(
        network.latent(),
        (z, conditioning) -> {
          try (Autocast cast = precision.enter()) {
            return network.forward(z, conditioning).to(ScalarType.Float);
          }
        });
  }
}
