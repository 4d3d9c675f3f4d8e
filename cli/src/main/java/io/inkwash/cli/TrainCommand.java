package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.RealImages;
import io.inkwash.cli.options.Usage;
import io.inkwash.cli.terminal.Elapsed;
import io.inkwash.cli.terminal.TrainingProgress;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.Reading;
import io.inkwash.evaluate.report.ShellWords;
import io.inkwash.model.DataLocation;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.TrainingRun;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Settings;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.DivergedException;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Trainer;
import io.inkwash.train.tensorboard.TensorBoardLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
      "  inkwash train --resume runs/mnist --epochs 20",
      "  inkwash train --resume runs/mnist --set rate=1e-4 --steps 20000"
    })
final class TrainCommand implements Callable<Integer> {
  private static final int KEPT_EPOCHS = 10;

  /** What is fixed when a run begins. */
  private static final List<String> OF_NEW_RUNS =
      List.of(
          "--out",
          "--recipe",
          "--size",
          "--hold-out",
          "--labels",
          "--skip-bad",
          "--conditional",
          "--batch",
          "--seed",
          "--precision");

  @Spec CommandSpec spec;

  @Mixin NewRunOptions fresh;

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

  @Option(
      names = "--tensorboard",
      description = "Write TensorBoard's event files too, in RUN/tensorboard.")
  boolean tensorBoard;

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

  private Integer begin() {
    NewRunOptions.Plan plan = fresh.plan();
    RunDirectory.requireFree(plan.folder());
    Places.requireFolder(plan.folder());
    Reading reading = fresh.reading.reading();
    ImageSource source =
        RealImages.named(plan.data(), err()).read(reading).square(plan.side()).open(Split.TRAIN);
    Recipe recipe = fresh.fitted(plan.recipe(), source);
    ComputeOptions.Setup setup = compute.start();
    Provenance provenance =
        Provenance.now(
            DataLocation.of(plan.data(), plan.folder()),
            reading,
            source,
            fresh.seed,
            setup.precision(),
            Torch.threads(),
            setup.device().toString());
    try (StopSignal stop = new StopSignal();
        TrainingRun training = new TrainingRun(recipe, source, provenance)) {
      RunDirectory directory = Run.begin(plan.folder(), recipe, provenance).directory();
      setup.announce(err());
      return train(training, directory, source, stop);
    }
  }

  private Integer resume(Path old) {
    for (String option : OF_NEW_RUNS) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw Usage.wrong(
            spec, option + " cannot change a run that exists; leave it out, or begin another run");
      }
    }
    RunDirectory.open(old); // a shipped model has nothing to go on with
    Run run = Run.open(old);
    Provenance before = run.provenance();
    DataLocation location = fresh.data == null ? before.data() : DataLocation.of(fresh.data, old);
    ImageSource source =
        RealImages.named(location.resolve(old), err())
            .read(before.reading())
            .in(run.recipe().data())
            .open(Split.TRAIN);
    compute.startAsBefore(before);
    try (StopSignal stop = new StopSignal();
        TrainingRun training = TrainingRun.resume(run, source, location, fresh.settings)) {
      return train(training, run.directory(), source, stop);
    }
  }

  private Integer train(
      TrainingRun training, RunDirectory directory, ImageSource source, StopSignal stop) {
    long perStep = training.recipe().training().imagesPerStep();
    Budget budget = length.budget(source.count(), perStep);
    err()
        .printf(
            Locale.ROOT,
            "training %s on %s: %,d images, %,d weights, %d images a step, seed %d, %d thread%s%n",
            training.recipe().name(),
            source.name(),
            source.count(),
            training.parameterCount(),
            perStep,
            training.provenance().seed(),
            Torch.threads(),
            Torch.threads() == 1 ? "" : "s");
    if (training.followsBudget()) {
      err().println("the learning rate falls to zero where this training ends" + length.words());
    }
    Trainer.Intervals intervals =
        new Trainer.Intervals(
            checkpointEvery,
            sampleEvery,
            keep,
            Math.max(1, KEPT_EPOCHS * (long) source.count() / perStep));
    Trainer.Outcome outcome;
    try (TrainingProgress progress = new TrainingProgress(err());
        TensorBoardLog events = TensorBoardLog.of(directory.root())) {
      Trainer.Listener listener = tensorBoard ? progress.and(events) : progress;
      outcome = training.train(directory, budget, intervals, stop, listener);
    } catch (DivergedException e) {
      throw new DivergedException(
          e.getMessage()
              + "; go on from it, slower, with: "
              + resumption(directory)
              + slower(training.recipe()),
          e.rate());
    }
    report(directory, outcome);
    return 0;
  }

  /** The command that goes on with a run as far as this one was to go. */
  private String resumption(RunDirectory directory) {
    return "inkwash train --resume " + ShellWords.quoted(directory.root()) + length.words();
  }

  /** The options that train with a third of the learning rate, of each network if there are two. */
  private static String slower(Recipe recipe) {
    StringBuilder options = new StringBuilder();
    Settings.of(recipe)
        .forEach(
            (key, value) -> {
              if (key.endsWith("earningRate.rate") || key.endsWith("earning.rate")) {
                String third = format("%.1e", Double.parseDouble(value) / 3);
                options.append(" --set ").append(key).append('=').append(third);
              }
            });
    return options.toString();
  }

  private void report(RunDirectory directory, Trainer.Outcome outcome) {
    MetricsLog.Line line = outcome.line();
    if (line == null) {
      err()
          .println(
              outcome.stopped()
                  ? "stopped before a step was taken"
                  : "nothing to do: the run has come that far already; train longer with --steps");
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
            outcome.loss(),
            line.images() / line.seconds(),
            Elapsed.of(line.seconds()),
            outcome.checkpoint());
    if (outcome.stopped()) {
      err().println("go on with: " + resumption(directory));
    } else {
      err()
          .println(
              "draw from it with: inkwash sample --run " + ShellWords.quoted(directory.root()));
    }
    spec.commandLine().getOut().flush();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
