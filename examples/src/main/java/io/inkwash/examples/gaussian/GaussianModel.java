package io.inkwash.examples.gaussian;

import io.inkwash.catalog.SpecException;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.LikelihoodModel;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.SavedWeights;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Owned;
import java.util.Map;

/** A trained normal distribution: it draws, and it gives the exact likelihood. */
final class GaussianModel implements DrawingModel, LikelihoodModel {
  private final GaussianRecipe recipe;
  private final SavedWeights weights;
  private final ComputeDevice device;
  private final Owned<GaussianNet> network;

  GaussianModel(GaussianRecipe recipe, SavedWeights weights, OpenOptions options) {
    this.recipe = recipe;
    this.weights = weights;
    device = options.device();
    network = weights.open(() -> GaussianFamily.network(recipe));
  }

  @Override
  public GaussianRecipe recipe() {
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
  public Drawing drawing(GenerateOptions options) {
    GenerateOptions possible =
        GenerateOptions.defaults().withSeed(options.seed()).withRequest(options.request());
    if (!options.equals(possible)) {
      throw new SpecException(
          "a gaussian is drawn in one pass, without a solver, grid, steps, threshold or guidance;"
              + " leave them out");
    }
    GaussianGenerator generator = new GaussianGenerator(network.value(), data());
    return new Drawing(
        generator, data(), options.request().of(recipe.condition()), options.seed(), device);
  }

  @Override
  public Map<String, Estimator> likelihoods(double tolerance) {
    GaussianBits bits = new GaussianBits(data());
    return Map.of(
        "exact",
        (images, conditioning, key, first) -> bits.of(network.value(), images, key, first));
  }

  @Override
  public void close() {
    network.close();
  }
}
