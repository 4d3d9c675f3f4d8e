package io.inkwash.model;

import io.inkwash.recipe.VaeRecipe;

/** Variational autoencoders. */
final class VaeFamily implements Family<VaeRecipe> {

  @Override
  public Class<VaeRecipe> recipeType() {
    return VaeRecipe.class;
  }

  @Override
  public Class<? extends Model> modelType() {
    return VaeModel.class;
  }

  @Override
  public Trainable prepare(VaeRecipe recipe, TrainingSetup setup) {
    return new VaeTraining(recipe, setup);
  }

  @Override
  public Model open(VaeRecipe recipe, SavedWeights weights, OpenOptions options) {
    return new VaeModel(recipe, weights, options);
  }
}
