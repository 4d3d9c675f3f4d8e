package io.inkwash.model;

import io.inkwash.recipe.Recipe;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;

/**
 * One family of generative models: how its recipes are trained and how a trained model is opened. A
 * family from outside is a class that implements this, a recipe type and one registration in {@link
 * Families#FAMILIES}.
 *
 * @param <R> the record type of its recipes
 */
public interface Family<R extends Recipe> {

  /** The record type of its recipes. */
  Class<R> recipeType();

  /** The type of its models, which implements their {@linkplain Capability capabilities}. */
  Class<? extends Model> modelType();

  /**
   * Writes what the folder of a new run holds beside recipe and provenance: nothing, for most.
   *
   * @param folder new, on its way to the run's name
   */
  default void begin(R recipe, Path folder) {}

  /** Lets trainings find what {@link #begin} wrote into a run's folder. */
  default void ready(R recipe, RunDirectory run) {}

  /**
   * Builds the networks of a recipe with their first random weights, ready for training. Called in
   * the scope that is to own them, on the device that they are to be trained on.
   */
  Trainable prepare(R recipe, TrainingSetup setup);

  /**
   * Builds a trained model. Called on the device that it is to compute on.
   *
   * @throws io.inkwash.torch.StateDictException if the weights are not of the recipe's network
   */
  Model open(R recipe, SavedWeights weights, OpenOptions options);
}
