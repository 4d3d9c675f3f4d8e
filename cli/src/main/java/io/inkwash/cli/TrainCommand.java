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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a recipe on images, or goes on with a run. */
@Command(
    name = "train",
    description = "Trains a recipe on a set of images, or goes on with a run.",
    customSynopsis = {
      "inkwash train --data SET --out RUN [--recipe NAME] [OPTION]...",
      "       inkwash train --resume RUN [OPTION]..."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  inkwash train --recipe ddpm --data mnist --out runs/mnist --epochs 10",
      "  inkwash train --recipe edm-small --data mnist --out runs/edm --minutes 15 --conditional",
      "  inkwash train --resume runs/mnist --epochs 20"
    })
final class TrainCommand implements Callable<Integer> {
  private static final int KEPT_EPOCHS = 10;

  /** What is fixed when a run begins. */
  private static final List<String> OF_NEW_RUNS =
      List.of(
          "--out",
          "--data",
          "--recipe",
          "--set",
          "--size",
          "--conditional",
          "--batch",
          "--seed",
          "--precision");

  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "SET",
      description =
          "Images: digits, mnist, fashion-mnist, cifar10, a folder or zip of PNG and JPEG, an IDX"
              + " file, a CIFAR binary.")
  @Nullable String data;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "Folder of the new run; it must not hold one already.")
  @Nullable Path out;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "ddpm",
      description = "Recipe; inkwash explain --list names them. Default: ddpm.")
  String recipeName;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a field of the recipe, such as batch=64. Repeatable.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Resize and centre-crop the images to NxN. Default: as they are.")
  @Nullable Integer size;

  @Option(
      names = "--conditional",
      description = "Tell the model the class of each image, so that it can be asked for one.")
  boolean conditional;

  @Option(names = "--batch", paramLabel = "N", description = "Images a batch.")
  @Nullable Integer batch;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of all randomness. Default: 0.")
  long seed;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with this run from its newest checkpoint.")
  @Nullable Path resume;

  @Mixin TrainingLength length;

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
    Usage.requireAtLeast(spec, "--checkpoint-every", checkpointEvery, 1);
    Usage.requireAtLeast(spec, "--sample-every", sampleEvery, 0);
    Usage.requireAtLeast(spec, "--keep", keep, 1);
    length.check();
    compute.check();
    return resume == null ? begin() : resume(resume);
  }

  private Integer begin() throws Exception {
    if (data == null || out == null) {
      throw Usage.wrong(
          spec,
          (data == null ? "--data" : "--out")
              + " is missing; a new run needs --data and --out, an old one --resume");
    }
    Recipe wanted = Usage.meaning(spec, this::wanted);
    if (size != null) {
      Usage.requireAtLeast(spec, "--size", size, 1);
    }
    RunDirectory directory = RunDirectory.planned(out);
    Places.requireFolder(out);
    ImageSource source = open(data, size == null ? 0 : size);
    Recipe recipe = fitted(wanted, source);
    Precision precision = compute.start(err());
    Provenance provenance = Provenance.now(data, source, seed, precision, Torch.threads());
    try (StopSignal stop = new StopSignal();
        TrainingRun run = new TrainingRun(recipe, source, directory, provenance)) {
      directory.begin(recipe, provenance);
      return train(run, directory, source, stop);
    }
  }

  /** The recipe of that name with what the caller sets. */
  private Recipe wanted() {
    Map<String, String> changes = new LinkedHashMap<>(settings);
    if (batch != null) {
      changes.put("training.batch", batch.toString());
    }
    return Settings.apply(Recipes.named(recipeName), changes);
  }

  private Integer resume(Path old) throws Exception {
    for (String option : OF_NEW_RUNS) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw Usage.wrong(
            spec, option + " cannot change a run that exists; leave it out, or begin another run");
      }
    }
    RunDirectory directory = RunDirectory.open(old);
    Recipe recipe = Json.read(directory.recipe(), Recipe.class);
    Provenance provenance = Json.read(directory.provenance(), Provenance.class);
    ImageSource source = open(provenance.data(), side(recipe.data()));
    if (!source.contentHash().equals(provenance.dataHash())) {
      throw new RecipeException(
          "%s is not the images that %s was trained on (%d of them now, %d then); put those back"
              .formatted(provenance.data(), old, source.count(), provenance.images()));
    }
    compute.startAsBefore(provenance);
    try (StopSignal stop = new StopSignal();
        TrainingRun run = new TrainingRun(recipe, source, directory, provenance)) {
      return train(run, directory, source, stop);
    }
  }

  /** The size that the images were opened with: resized ones are square. */
  private static int side(Recipe.Data data) {
    return data.height() == data.width() ? data.height() : 0;
  }

  private ImageSource open(String name, int side) {
    DataListener listener = message -> err().println(message);
    return DataSets.open(
        name, Split.TRAIN, DataOptions.defaults().withSize(side).withListener(listener));
  }

  /** The recipe for images of this form. */
  private Recipe fitted(Recipe recipe, ImageSource source) {
    if (conditional && source.classes() == 0) {
      throw Usage.wrong(
          spec, "--conditional needs classes, and %s has none".formatted(source.name()));
    }
    return recipe.withData(
        new Recipe.Data(
            source.shape().channels(),
            source.shape().height(),
            source.shape().width(),
            recipe.data().range(),
            conditional ? source.classes() : 0));
  }

  private Integer train(
      TrainingRun run, RunDirectory directory, ImageSource source, StopSignal stop)
      throws Exception {
    try (AutoCloseable lock = directory.lock()) {
      long perStep = run.imagesPerStep();
      Budget budget = length.budget(source.count(), perStep);
      err()
          .printf(
              Locale.ROOT,
              "training %s on %s: %,d images, %,d weights, %d images a step, seed %d, %d threads%n",
              run.recipe().name(),
              source.name(),
              source.count(),
              run.parameterCount(),
              perStep,
              run.provenance().seed(),
              Torch.threads());
      Trainer.Rhythm rhythm =
          new Trainer.Rhythm(
              checkpointEvery,
              sampleEvery,
              keep,
              Math.max(1, KEPT_EPOCHS * (long) source.count() / perStep));
      Trainer.Outcome outcome;
      try (TrainingProgress progress = new TrainingProgress(err())) {
        outcome = run.train(budget, rhythm, stop, progress);
      }
      report(directory, outcome);
      return 0;
    }
  }

  private void report(RunDirectory directory, Trainer.Outcome outcome) {
    MetricsLog.Line line = outcome.line();
    if (line == null) {
      err()
          .println(
              outcome.stopped()
                  ? "stopped before a step was taken"
                  : "nothing to do: the run has come that far already; ask for more --steps");
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
