package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.Usage;
import io.inkwash.cli.terminal.Elapsed;
import io.inkwash.cli.terminal.TrainingProgress;
import io.inkwash.data.ImageSource;
import io.inkwash.evaluate.report.ShellWords;
import io.inkwash.model.TrainingRun;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Settings;
import io.inkwash.request.TrainingLength;
import io.inkwash.torch.Torch;
import io.inkwash.torch.distributed.Ranks;
import io.inkwash.train.Budget;
import io.inkwash.train.DivergedException;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Trainer;
import io.inkwash.train.tensorboard.TensorBoardLog;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every command that trains a run: how long, and what is saved on the way. */
final class TrainingOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Mixin LengthOptions length;

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
          "Newest checkpoints to keep, beside one every "
              + Trainer.Intervals.KEPT_EPOCHS
              + " epochs. Default: 3.")
  int keep;

  @Option(
      names = "--tensorboard",
      description = "Write TensorBoard's event files too, in RUN/tensorboard.")
  boolean tensorBoard;

  /** Refuses what cannot be, before anything is read. */
  void check() {
    Usage.requireAtLeast(spec, "--checkpoint-every", checkpointEvery, 1);
    Usage.requireAtLeast(spec, "--sample-every", sampleEvery, 0);
    Usage.requireAtLeast(spec, "--keep", keep, 1);
    length.check();
  }

  /** Trains a run as long as its options say, and reports how it ended. */
  void train(TrainingRun training, RunDirectory directory, ImageSource source, StopSignal stop) {
    train(training, directory, source, stop, TrainingLength.usual());
  }

  /** The same with another length where the options state none. */
  void train(
      TrainingRun training,
      RunDirectory directory,
      ImageSource source,
      StopSignal stop,
      TrainingLength usual) {
    long perStep = training.recipe().training().imagesPerStep();
    Budget budget = length.length(usual).budget(source.count(), perStep);
    Trainer.Outcome outcome;
    try {
      outcome = train(training, directory, source, stop, budget);
    } catch (DivergedException e) {
      throw new DivergedException(
          e.getMessage()
              + "; go on from it, slower, with: "
              + resumption(directory)
              + slower(training.recipe()),
          e.rate());
    }
    report(directory, outcome);
  }

  /** Trains a run until a budget is spent. */
  Trainer.Outcome train(
      TrainingRun training,
      RunDirectory directory,
      ImageSource source,
      StopSignal stop,
      Budget budget) {
    long perStep = training.recipe().training().imagesPerStep();
    err()
        .printf(
            Locale.ROOT,
            "training %s on %s: %,d images, %,d weights, %d images a step, seed %d, %d thread%s%s%n",
            training.recipe().name(),
            source.name(),
            source.count(),
            training.parameterCount(),
            perStep,
            training.provenance().seed(),
            Torch.threads(),
            Torch.threads() == 1 ? "" : "s",
            Ranks.current().alone() ? "" : " in each of " + Ranks.current().size() + " ranks");
    if (training.followsBudget()) {
      String end = length.words().isEmpty() ? "" : " (" + length.words().strip() + ")";
      err().println("the learning rate falls to zero where this training ends" + end);
    }
    Trainer.Intervals intervals =
        Trainer.Intervals.of(checkpointEvery, sampleEvery, keep, source.count(), perStep);
    try (TrainingProgress progress = new TrainingProgress(err());
        TensorBoardLog events = TensorBoardLog.of(directory.root())) {
      Trainer.Listener listener = tensorBoard ? progress.and(events) : progress;
      return training.train(directory, budget, intervals, stop, listener);
    }
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
    if (outcome.line() == null) {
      err().println(line(outcome));
      return;
    }
    spec.commandLine().getOut().println(line(outcome));
    if (outcome.stopped()) {
      err().println("go on with: " + resumption(directory));
    } else {
      err()
          .println(
              "draw from it with: inkwash sample --run " + ShellWords.quoted(directory.root()));
    }
    spec.commandLine().getOut().flush();
  }

  /** How a training ended, in a line. */
  static String line(Trainer.Outcome outcome) {
    MetricsLog.Line line = outcome.line();
    if (line == null) {
      return outcome.stopped()
          ? "stopped before a step was taken"
          : "nothing to do: the run has come that far already; train longer with --steps";
    }
    return format(
        "%s step %d, %,d images, loss %.5f, %.1f images/s, %s; checkpoint %s",
        outcome.stopped() ? "stopped at" : "done:",
        line.step(),
        line.images(),
        outcome.loss(),
        line.images() / line.seconds(),
        Elapsed.of(line.seconds()),
        outcome.checkpoint());
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
