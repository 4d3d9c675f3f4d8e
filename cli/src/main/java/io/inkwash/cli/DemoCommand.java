package io.inkwash.cli;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.Usage;
import io.inkwash.cli.terminal.DrawingProgress;
import io.inkwash.cli.terminal.Elapsed;
import io.inkwash.cli.terminal.TrainingProgress;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.Reading;
import io.inkwash.evaluate.report.ShellWords;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.DataLocation;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.TrainingRun;
import io.inkwash.picture.ImageIo;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.train.Budget;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Trainer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a small model on digits that the program draws itself, and draws from it. */
@Command(
    name = "demo",
    description = {
      "Trains a small DDPM on digits that the program draws itself, for about two minutes, and"
          + " draws new ones. Nothing is fetched."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  private static final int SCALE = 4;

  @Spec CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      defaultValue = "runs/demo",
      description = "Folder of the run. Default: runs/demo, with a number behind it if taken.")
  Path out;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "2",
      description = "Time to train. Default: 2.")
  double minutes;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "64",
      description = "Digits to draw. Default: 64.")
  int count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of all randomness. Default: 0.")
  long seed;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Budget budget = Usage.meaning(spec, () -> Budget.minutes(minutes));
    Usage.requireAtLeast(spec, "--count", count, 1);
    compute.check();
    Path folder = free(out);
    Places.requireFolder(folder);
    ComputeOptions.Setup setup = compute.start();
    Recipe recipe = Recipes.named("ddpm-demo");
    ImageSource source =
        DataSets.open(
            "digits", Split.TRAIN, DataOptions.defaults().withSize(recipe.data().height()));
    Provenance provenance =
        setup.provenance(DataLocation.of("digits", folder), Reading.DEFAULT, source, seed);
    RunDirectory directory = Run.begin(folder, recipe, provenance).directory();
    setup.announce(err);
    boolean stopped = train(recipe, source, directory, provenance, budget);
    if (stopped) {
      err.println("stopped; go on with: inkwash train --resume " + ShellWords.quoted(folder));
      return 0;
    }
    draw(folder, setup, err);
    printFiles(directory);
    return 0;
  }

  /** The folder, or the first of folder-2, folder-3, ... that is not there yet. */
  private static Path free(Path wanted) {
    Path folder = wanted;
    for (int n = 2; folder.toFile().exists(); n++) {
      folder = wanted.resolveSibling(wanted.getFileName() + "-" + n);
    }
    return folder;
  }

  private boolean train(
      Recipe recipe,
      ImageSource source,
      RunDirectory directory,
      Provenance provenance,
      Budget budget)
      throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    try (StopSignal stop = new StopSignal();
        TrainingRun run = new TrainingRun(recipe, source, provenance)) {
      err.printf(
          Locale.ROOT,
          "training a network of %,d weights on %,d drawn digits of %dx%d pixels for %s%n",
          run.parameterCount(),
          source.count(),
          source.shape().width(),
          source.shape().height(),
          Elapsed.of(60 * minutes));
      Trainer.Intervals intervals = new Trainer.Intervals(200, 200, 2, 0);
      try (TrainingProgress progress = new TrainingProgress(err)) {
        return run.train(directory, budget, intervals, stop, progress).stopped();
      }
    }
  }

  private void draw(Path folder, ComputeOptions.Setup setup, PrintWriter err) {
    OpenOptions options =
        OpenOptions.defaults().withPrecision(setup.precision()).withDevice(setup.device());
    try (DrawingModel model = Model.open(folder, options)) {
      Drawing drawing = model.drawing(GenerateOptions.defaults());
      int columns = (int) Math.ceil(Math.sqrt(count));
      try (DrawingProgress progress = new DrawingProgress("drawing", count, err)) {
        ImageIo.writePng(
            folder.resolve("samples.png"),
            ImageIo.enlarge(ImageIo.grid(drawing.draw(count, count, progress), columns, 2), SCALE));
      }
      try (DrawingProgress progress = new DrawingProgress("filming", 1, err)) {
        List<Drawing.Frame> frames = drawing.film(progress);
        ImageIo.writePng(folder.resolve("progress.png"), Film.strip(frames, SCALE));
        Film.write(folder.resolve("film.gif"), frames, SCALE);
      }
    }
  }

  private void printFiles(RunDirectory directory) {
    PrintWriter out = spec.commandLine().getOut();
    Path root = directory.root();
    out.println("Look at:");
    out.println("  " + root.resolve("samples.png") + "    digits that the model drew");
    out.println("  " + root.resolve("progress.png") + "   how one came out of noise");
    out.println("  " + root.resolve("film.gif") + "       the same as a film");
    out.println("  " + directory.lossCurve() + "       the loss while it learned");
    out.println("  " + root.resolve("samples") + "        what it drew on the way");
    out.println("Next: inkwash train --recipe ddpm-small --data mnist --out runs/mnist");
    out.flush();
  }
}
