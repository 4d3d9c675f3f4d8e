package io.inkwash.examples.gaussian;

import io.inkwash.model.Family;
import io.inkwash.model.Model;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.SavedWeights;
import io.inkwash.model.Trainable;
import io.inkwash.model.TrainingSetup;

/** Normal distributions of images: the smallest family there is, to learn from. */
public final class GaussianFamily implements Family<GaussianRecipe> {

  @Override
  public Class<GaussianRecipe> recipeType() {
    return GaussianRecipe.class;
  }

  @Override
  public Class<? extends Model> modelType() {
    return GaussianModel.class;
  }

  @Override
  public Trainable prepare(GaussianRecipe recipe, TrainingSetup setup) {
    return new GaussianTraining(recipe, setup);
  }

  @Override
  public Model open(GaussianRecipe recipe, SavedWeights weights, OpenOptions options) {
    return new GaussianModel(recipe, weights, options);
  }

  /** The network of a recipe, its weights not yet drawn. */
  static GaussianNet network(GaussianRecipe recipe) {
    return new GaussianNet(recipe.data().shape().size(), recipe.deviation());
  }
}
