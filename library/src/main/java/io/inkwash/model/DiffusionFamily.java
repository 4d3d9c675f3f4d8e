package io.inkwash.model;

import io.inkwash.model.frozen.StoredText;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.text.FrozenText;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;

/** Diffusion models: DDPM, score networks, SDEs, EDM and flows are rows of one table. */
final class DiffusionFamily implements Family<DiffusionRecipe> {

  @Override
  public Class<DiffusionRecipe> recipeType() {
    return DiffusionRecipe.class;
  }

  @Override
  public Class<? extends Model> modelType() {
    return DiffusionModel.class;
  }

  @Override
  public void begin(DiffusionRecipe recipe, Path folder) {
    StoredCodec.cached(recipe).ifPresent(codec -> codec.weights().copyInto(folder));
    StoredText.cached(recipe).ifPresent(text -> text.weights().copyInto(folder));
  }

  @Override
  public void ready(DiffusionRecipe recipe, RunDirectory run) {
    StoredCodec.of(run, recipe).ifPresent(codec -> codec.weights().keep());
    StoredText.of(run.root(), recipe).ifPresent(text -> text.weights().keep());
  }

  @Override
  public Trainable prepare(DiffusionRecipe recipe, TrainingSetup setup) {
    return new DiffusionTraining(recipe, setup);
  }

  @Override
  public Model open(DiffusionRecipe recipe, SavedWeights weights, OpenOptions options) {
    return new DiffusionModel(recipe, weights, options);
  }

  /** The network of a recipe, its weights not yet drawn. */
  static Backbone network(DiffusionRecipe recipe, FrozenText text) {
    return recipe.network(DiffusionMethod.of(recipe).variance().parts(), text);
  }
}
