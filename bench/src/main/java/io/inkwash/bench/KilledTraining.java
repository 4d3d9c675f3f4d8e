package io.inkwash.bench;

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
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process that {@link Kills} kills: begins a tiny training, or goes on with it. Prints a line
 * when the first step is done.
 */
public final class KilledTraining {
  private static final int SIDE = 12;
  private static final int IMAGES = 50;

  /** Checkpoints and pictures so often that kills fall between and into them. */
  private static final Trainer.Intervals INTERVALS = new Trainer.Intervals(3, 7, 2, 20);

  private static final Map<String, String> SMALL =
      Map.of(
          "network.width", "8",
          "path.timesteps", "40",
          "sampling.steps", "10",
          "grid", "trailing",
          "solver", "ddim",
          "batch", "4");

  private KilledTraining() {}

  /** Trains: the run's folder, and the step to train up to. */
  public static void main(String[] arguments) {
    Torch.init(1);
    Path folder = Path.of(arguments[0]);
    ImageSource source =
        DataSets.open(
            "digits", Split.TRAIN, DataOptions.defaults().withSize(SIDE).withLimit(IMAGES));
    if (Files.exists(folder)) {
      Run run = Run.open(folder);
      DataLocation data = run.provenance().data();
      try (TrainingRun training = TrainingRun.resume(run, source, data, Map.of())) {
        train(training, run.directory(), Long.parseLong(arguments[1]));
      }
    } else {
      begin(folder, source, Long.parseLong(arguments[1]));
    }
  }

  private static void begin(Path folder, ImageSource source, long steps) {
    Recipe small = Recipes.named("ddpm-small");
    ImageSpec form = ImageSpec.of(source.shape(), small.data().range());
    Recipe recipe = Settings.apply(small.withData(form), SMALL);
    Provenance provenance =
        Provenance.now(DataLocation.of("digits", folder), source, 7, Precision.FP32, 1, "cpu");
    try (TrainingRun training = new TrainingRun(recipe, source, provenance)) {
      train(training, Run.begin(folder, recipe, provenance).directory(), steps);
    }
  }

  private static void train(TrainingRun training, RunDirectory directory, long steps) {
    training.train(
        directory,
        Budget.steps(steps),
        INTERVALS,
        () -> false,
        (line, loss, share) -> System.out.println("step " + line.step()));
  }
}
