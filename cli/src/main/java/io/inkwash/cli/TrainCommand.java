package io.inkwash.cli;

import io.inkwash.data.DataListener;
import io.inkwash.data.DataOptions;
import io.inkwash.data.DataSets;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.io.Json;
import io.inkwash.recipe.Provenance;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.RecipeException;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.TrainingRun;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Trainer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a recipe on images, or goes on with a run. */
@Command(
    name = "train",
    description = "Trains a recipe on a set of images, or goes on with a run.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Example: inkwash train --recipe ddpm --data mnist --out runs/ddpm-mnist --epochs 10",
      "         inkwash train --resume runs/ddpm-mnist --epochs 20"
    })
final class TrainCommand implements Callable<Integer> {

  /** A new run or one to go on with. */
  static final class Which {
    @ArgGroup(exclusive = false, multiplicity = "1")
    @Nullable Fresh fresh;

    @Option(
        names = "--resume",
        paramLabel = "RUN",
        required = true,
        description = "Go on with this run from its newest checkpoint.")
    @Nullable Path resume;
  }

  /** What a new run needs. */
  static final class Fresh {
    @Option(
        names = "--out",
        paramLabel = "RUN",
        required = true,
        description = "Folder of the new run; it must not hold one already.")
    Path out;

    @Option(
        names = "--data",
        paramLabel = "SET",
        required = true,
        description =
            "Images: digits, mnist, fashion-mnist, cifar10, a folder or zip of PNG and JPEG, an IDX"
                + " file, a CIFAR binary.")
    String data;

    @Option(
        names = "--recipe",
        paramLabel = "NAME",
        defaultValue = "ddpm",
        description = "Recipe; inkwash explain --list names them. Default: ddpm.")
    String recipe;

    @Option(
        names = "--set",
        paramLabel = "KEY=VALUE",
        description = "Change a field of the recipe, such as training.batch=64. Repeatable.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Option(
        names = "--size",
        paramLabel = "N",
        description = "Resize and centre-crop the images to NxN. Default: as they are.")
    @Nullable Integer size;

    @Option(names = "--batch", paramLabel = "N", description = "Images a batch.")
    @Nullable Integer batch;

    @Option(
        names = "--seed",
        paramLabel = "S",
        defaultValue = "0",
        description = "Seed of all randomness. Default: 0.")
    long seed;
  }

  /** How long to train. */
  static final class Length {
    @Option(
        names = "--steps",
        paramLabel = "N",
        description = "Train up to this step.")
    @Nullable Long steps;

    @Option(
        names = "--epochs",
        paramLabel = "N",
        description = "Train up to this many passes over the images.")
    @Nullable Double epochs;

    @Option(
        names = "--images",
        paramLabel = "N",
        description = "Train until this many images have been seen.")
    @Nullable Double images;

    @Option(
        names = "--minutes",
        paramLabel = "N",
        description = "Train this long from now on.")
    @Nullable Double minutes;

    Budget budget(long imagesPerEpoch, long imagesPerStep) {
      if (steps != null) {
        return Budget.steps(steps);
      }
      if (epochs != null) {
        return Budget.epochs(epochs, imagesPerEpoch, imagesPerStep);
      }
      if (images != null) {
        return Budget.images(images, imagesPerStep);
      }
      return minutes != null
          ? Budget.minutes(minutes)
          : Budget.epochs(DEFAULT_EPOCHS, imagesPerEpoch, imagesPerStep);
    }
  }

  private static final double DEFAULT_EPOCHS = 10;
  private static final int KEPT_EPOCHS = 10;

  @Spec CommandSpec spec;
  @ArgGroup(multiplicity = "1") Which which;
  @ArgGroup @Nullable Length length;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "500",
      description = "Steps between checkpoints. Default: 500.")
  long checkpointEvery;

  @Option(
      names = "--sample-every",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Steps between pictures of samples; 0 for one at the end. Default: 1000.")
  long sampleEvery;

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Newest checkpoints to keep, beside one every " + KEPT_EPOCHS + " epochs. Default: 3.")
  int keep;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() throws Exception {
    return which.resume != null ? resume(which.resume) : begin(which.fresh);
  }

  private Integer begin(Fresh fresh) throws Exception {
    Recipe named = Recipes.named(fresh.recipe);
    Map<String, String> settings = new LinkedHashMap<>(fresh.settings);
    if (fresh.batch != null) {
      settings.put("training.batch", fresh.batch.toString());
    }
    Recipe wanted = Settings.apply(named, settings);
    ImageSource source = open(fresh.data, fresh.size == null ? 0 : fresh.size);
    Recipe recipe = fitted(wanted, source);
    Precision precision = compute.start(err());
    Provenance provenance =
        Provenance.now(fresh.data, source, fresh.seed, precision, Torch.threads());
    RunDirectory directory = RunDirectory.create(fresh.out, recipe, provenance);
    return train(directory, recipe, provenance, source);
  }

  private Integer resume(Path run) throws Exception {
    RunDirectory directory = RunDirectory.open(run);
    Recipe recipe = Json.read(directory.recipe(), Recipe.class);
    Provenance provenance = Json.read(directory.provenance(), Provenance.class);
    if (compute.threads == null) {
      compute.threads = provenance.threads();
    }
    compute.arithmetic = ComputeOptions.Arithmetic.valueOf(provenance.precision().name());
    compute.start(err());
    ImageSource source = open(provenance.data(), recipe.data().height());
    if (!source.contentHash().equals(provenance.dataHash())) {
      throw new RecipeException(
          "%s is not the images that %s was trained on (%d of them now, %d then); put those back"
              .formatted(provenance.data(), run, source.count(), provenance.images()));
    }
    return train(directory, recipe, provenance, source);
  }

  private ImageSource open(String data, int size) {
    DataListener listener = message -> err().println(message);
    return DataSets.open(
        data, Split.TRAIN, DataOptions.defaults().withSize(size).withListener(listener));
  }

  /** The recipe for images of this form. */
  private static Recipe fitted(Recipe recipe, ImageSource source) {
    return recipe.withData(
        new Recipe.Data(
            source.shape().channels(),
            source.shape().height(),
            source.shape().width(),
            recipe.data().range()));
  }

  private Integer train(
      RunDirectory directory, Recipe recipe, Provenance provenance, ImageSource source)
      throws Exception {
    PrintWriter err = err();
    try (AutoCloseable lock = directory.lock();
        StopSignal stop = new StopSignal();
        TrainingRun run = new TrainingRun(recipe, source, directory, provenance)) {
      long perStep = run.imagesPerStep();
      Budget budget =
          (length == null ? new Length() : length).budget(source.count(), perStep);
      err.printf(
          Locale.ROOT,
          "training %s on %s: %,d images, %,d weights, %d images a step, seed %d, %d threads%n",
          recipe.name(),
          source.name(),
          source.count(),
          run.parameterCount(),
          perStep,
          provenance.seed(),
          Torch.threads());
      Trainer.Rhythm rhythm =
          new Trainer.Rhythm(
              checkpointEvery,
              sampleEvery,
              keep,
              Math.max(1, KEPT_EPOCHS * (long) source.count() / perStep));
      Trainer.Outcome outcome;
      try (TrainingProgress progress = new TrainingProgress(err)) {
        outcome = run.train(budget, rhythm, stop, progress);
      }
      report(directory, outcome);
      return 0;
    }
  }

  private void report(RunDirectory directory, Trainer.Outcome outcome) {
    MetricsLog.Line line = outcome.line();
    if (line == null) {
      err().println("nothing to do: the run has come that far already; ask for more --steps");
      return;
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s step %d, %,d images, loss %.5f, %.1f images/s, %s; checkpoint %s%n",
            outcome.stopped() ? "stopped at" : "done:",
            line.step(),
            line.images(),
            line.loss(),
            line.images() / line.seconds(),
            Clock.of(line.seconds()),
            outcome.checkpoint());
    if (outcome.stopped()) {
      err().println("go on with: inkwash train --resume " + directory.root());
    } else {
      err().println("draw from it with: inkwash sample --run " + directory.root());
    }
    spec.commandLine().getOut().flush();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
