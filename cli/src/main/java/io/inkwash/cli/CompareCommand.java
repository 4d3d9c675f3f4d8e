package io.inkwash.cli;

import io.inkwash.io.ImageIo;
import io.inkwash.io.Json;
import io.inkwash.io.Picture;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.Drawing;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.TrainedModel;
import io.inkwash.torch.Precision;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts several runs side by side. */
@Command(
    name = "compare",
    description = "Puts several runs side by side: a table, and a picture of what each draws.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Each run is drawn by its own recipe's sampler.",
      "Example:",
      "  inkwash compare runs/ddpm runs/edm runs/flow --out side-by-side.png"
    })
final class CompareCommand implements Callable<Integer> {
  private static final int LAST_LOSSES = 200;

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "RUN", arity = "1..*", description = "Folders of runs.")
  List<Path> runs;

  @Option(
      names = "--out",
      paramLabel = "PNG",
      description = "Write a grid of each, side by side. Default: the table alone.")
  @Nullable Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "16",
      description = "Images of each run. Default: 16.")
  int count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of the noise. Default: 0.")
  long seed;

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "2",
      description = "Enlarge the picture this many times. Default: 2.")
  int scale;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    Usage.requireAtLeast(spec, "--count", count, 1);
    Usage.requireAtLeast(spec, "--scale", scale, 1);
    compute.check();
    if (out != null) {
      Places.requireFile(out);
    }
    List<String> lines = runs.stream().map(CompareCommand::line).toList();
    if (out != null) {
      draw(out);
    }
    PrintWriter print = spec.commandLine().getOut();
    print.printf(
        "%-20s %8s %11s %9s %8s %12s  %s%n",
        "recipe", "step", "images", "minutes", "loss", "evaluations", "solver");
    lines.forEach(print::println);
    print.flush();
    return 0;
  }

  private static String line(Path folder) {
    RunDirectory run = RunDirectory.open(folder);
    Recipe recipe = Json.read(run.recipe(), Recipe.class);
    List<MetricsLog.Line> log = Json.readLines(run.metrics(), MetricsLog.Line.class);
    if (log.isEmpty()) {
      return "%-20s not a step yet".formatted(recipe.name());
    }
    MetricsLog.Line last = log.get(log.size() - 1);
    double loss =
        log.subList(Math.max(0, log.size() - LAST_LOSSES), log.size()).stream()
            .mapToDouble(MetricsLog.Line::loss)
            .average()
            .orElseThrow();
    Recipe.Sampling sampling = recipe.sampling();
    return String.format(
        Locale.ROOT,
        "%-20s %,8d %,11d %9.1f %8.4f %,12d  %s",
        recipe.name(),
        last.step(),
        last.images(),
        last.seconds() / 60,
        loss,
        Catalog.SOLVERS.make(sampling.solver()).evaluations(sampling.steps()),
        sampling.solver());
  }

  private void draw(Path file) {
    PrintWriter err = spec.commandLine().getErr();
    Precision precision = compute.start(err);
    List<Picture> grids = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    int columns = (int) Math.ceil(Math.sqrt(count));
    for (Path run : runs) {
      try (TrainedModel model = new TrainedModel(run, null, TrainedModel.Which.EMA, precision);
          DrawingProgress progress = new DrawingProgress(model.recipe().name(), count, err)) {
        Drawing drawing = model.drawing(seed);
        grids.add(
            ImageIo.enlarge(ImageIo.grid(drawing.draw(count, count, progress), columns, 1), scale));
        captions.add(model.recipe().name());
      }
    }
    ImageIo.writePng(file, ImageIo.strip(grids, captions, 4 * scale));
    spec.commandLine().getOut().println(file);
  }
}
