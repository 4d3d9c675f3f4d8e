package io.inkwash.examples;

import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.model.DataLocation;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.TrainingRun;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.torch.Precision;
import io.inkwash.train.Budget;
import io.inkwash.train.Trainer;
import java.nio.file.Path;
import java.util.Map;

/** Trains a model on digits that the library draws itself. */
public final class TrainModel {
  private TrainModel() {}

  /**
   * Trains a model.
   *
   * @param arguments a recipe's name, the folder of the run, and the number of steps
   */
  public static void main(String[] arguments) {
    train(arguments[0], Map.of(), Path.of(arguments[1]), 28, Long.parseLong(arguments[2]));
  }

  /**
   * Trains a model.
   *
   * @param name a recipe's name
   * @param changes settings of the recipe to change, as {@code --set} does
   * @param run the folder to write
   * @param side of the images in pixels
   * @param steps of training
   */
  public static void train(
      String name, Map<String, String> changes, Path run, int side, long steps) {
    ImageSource digits =
        DataSets.open("digits", Split.TRAIN, DataOptions.defaults().withSize(side).withLimit(500));
    Recipe known = Recipes.named(name);
    ImageSpec images = ImageSpec.of(digits.shape(), known.data().range());
    Recipe recipe = Settings.apply(known, images, changes);
    Provenance provenance =
        Provenance.now(DataLocation.of("digits", run), digits, 1, Precision.FP32, 1, "cpu");
    try (TrainingRun training = new TrainingRun(recipe, digits, provenance)) {
      training.train(
          Run.begin(run, recipe, provenance).directory(),
          Budget.steps(steps),
          new Trainer.Intervals(1000, 1000, 1, 0),
          () -> false,
          (line, loss, progress) -> {});
    }
  }
}
