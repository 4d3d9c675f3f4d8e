package io.inkwash.model;

import io.inkwash.recipe.GanRecipe;

/** Generative adversarial networks. */
final class GanFamily implements Family<GanRecipe> {

  @Override
  public Class<GanRecipe> recipeType() {
    return GanRecipe.class;
  }

  @Override
  public Class<? extends Model> modelType() {
    return GanModel.class;
  }

  @Override
  public Trainable prepare(GanRecipe recipe, TrainingSetup setup) {
    return new GanTraining(recipe, setup);
  }

  @Override
  public Model open(GanRecipe recipe, SavedWeights weights, OpenOptions options) {
    return new GanModel(recipe, weights, options);
  }
}
