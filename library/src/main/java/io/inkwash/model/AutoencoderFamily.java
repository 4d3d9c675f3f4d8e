package io.inkwash.model;

import io.inkwash.recipe.AutoencoderRecipe;

/** Autoencoders of latent diffusion. */
final class AutoencoderFamily implements Family<AutoencoderRecipe> {

  @Override
  public Class<AutoencoderRecipe> recipeType() {
    return AutoencoderRecipe.class;
  }

  @Override
  public Class<? extends Model> modelType() {
    return AutoencoderModel.class;
  }

  @Override
  public Trainable prepare(AutoencoderRecipe recipe, TrainingSetup setup) {
    return new AutoencoderTraining(recipe, setup);
  }

  @Override
  public Model open(AutoencoderRecipe recipe, SavedWeights weights, OpenOptions options) {
    return new AutoencoderModel(recipe, weights, options);
  }
}
