package io.inkwash.cli.measure;

import io.inkwash.cli.options.BatchOption;
import io.inkwash.cli.options.ClassOption;
import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.ReferenceOptions;
import io.inkwash.cli.options.SeedOption;
import io.inkwash.cli.options.Usage;
import io.inkwash.cli.terminal.ComparisonProgress;
import io.inkwash.cli.terminal.EvaluationProgress;
import io.inkwash.evaluate.EvaluationMetrics;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.evaluate.RunSummary;
import io.inkwash.evaluate.compare.Comparison;
import io.inkwash.evaluate.compare.ComparisonTable;
import io.inkwash.evaluate.compare.Configuration;
import io.inkwash.evaluate.compare.Protocol;
import io.inkwash.evaluate.compare.RowFile;
import io.inkwash.evaluate.compare.SideBySide;
import io.inkwash.evaluate.compare.TrainingTable;
import io.inkwash.evaluate.report.Table;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.model.Run;
import io.inkwash.picture.ImageIo;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.naming.SolverOnGrid;
import io.inkwash.torch.Precision;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    description =
        "Puts runs side by side: what each draws, and how good it is by which solver in how many"
            + " steps.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Without --metrics, --solver, --steps, --rows and --curve the table shows how far",
      "training came. With any of them each run is measured, drawn by each solver in",
      "each number of steps. A line is printed for each as soon as it is measured.",
      "Runs of equal length that differ in their seed alone are one line of the table: mean and",
      "standard deviation over the seeds.",
      "Examples:",
      "  inkwash compare runs/ddpm runs/edm runs/flow --out side-by-side.png",
      "  inkwash compare runs/* --metrics fid,kid --count 5000 --rows all.jsonl",
      "  inkwash compare runs/edm --solver heun@edm --solver unipc@log-snr \\",
      "      --steps 5:10:20 --rows solvers.jsonl --curve fid.png",
      "  inkwash compare runs/seeds --metrics fid",
      "  inkwash compare --rows solvers.jsonl --format markdown"
    })
public final class CompareCommand implements Callable<Integer> {

  /** How the table is written. */
  enum Format {
    TEXT,
    MARKDOWN,
    CSV,
    JSON
  }

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..*",
      description =
          "Runs, or folders that hold some, as of train --seeds and sweep. None: the rows of --rows"
              + " as they are.")
  List<Path> runs = List.of();

  @Option(
      names = "--out",
      paramLabel = "PNG",
      description = "Write a grid of each run, by its own recipe's sampler, side by side.")
  @Nullable Path out;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "16",
      description = "Images in a grid of --out. Default: 16.")
  int images;

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "2",
      description = "Enlarge --out this many times. Default: 2.")
  int scale;

  @Option(
      names = "--metrics",
      paramLabel = "NAMES",
      split = ReferenceOptions.COMMAS,
      splitSynopsisLabel = ",",
      description = "Metrics, as of evaluate. Default: fid, where anything is measured.")
  List<String> metrics = List.of();

  @Option(
      names = "--solver",
      paramLabel = "S[@GRID]",
      description =
          "Draw by this solver, on this grid of times. Repeatable. Default: the recipe's; its grid"
              + " too, or trailing where that cannot have so many steps.")
  List<String> solvers = List.of();

  @Option(
      names = "--steps",
      paramLabel = "N",
      split = ":",
      description = "Number of steps; several as 5:10:20. Default: the recipe's.")
  List<Integer> steps = List.of();

  @Mixin ClassOption classOption;

  private List<Integer> classes = List.of();

  @Option(
      names = "--rows",
      paramLabel = "FILE",
      description =
          "Keep every row in FILE, a JSON line each, as soon as it is measured. Rows that FILE"
              + " holds already are not measured again.")
  @Nullable Path rowFile;

  @Option(
      names = "--curve",
      paramLabel = "PNG",
      description = "Write a plot of the first metric against evaluations.")
  @Nullable Path curve;

  @Option(
      names = "--format",
      paramLabel = "WORD",
      defaultValue = "text",
      description = "text, markdown, csv or json. Default: text.")
  Format format;

  @Mixin BatchOption batch;

  @Mixin ReferenceOptions real;

  @Mixin LikelihoodOption likelihood;

  @Mixin SeedOption seed;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    check();
    runs = runs.stream().flatMap(folder -> RunSummary.runs(folder).stream()).distinct().toList();
    List<Recipe> recipes = runs.stream().map(CompareCommand::recipe).toList();
    classes = recipes.isEmpty() ? List.of() : classOption.of(recipes.get(0).data());
    recipes.forEach(recipe -> recipe.condition().classes(classes));
    if (!measures()) {
      TrainingTable training = TrainingTable.of(runs);
      if (out != null) {
        drawGrids(out, precision());
      }
      print(format == Format.JSON ? Json.pretty(training.runs()) : written(training.table()));
      return 0;
    }
    RowFile kept = rowFile == null ? RowFile.inMemory() : RowFile.of(rowFile);
    List<Comparison.Refusal> refusals = runs.isEmpty() ? List.of() : measure(recipes, kept);
    ComparisonTable result = new ComparisonTable(kept.rows(), refusals);
    if (curve != null && result.plot().writePng(curve)) {
      err().println("plot in " + curve);
    } else if (curve != null) {
      err().println("no plot: there is nothing to draw, or this machine has no fonts");
    }
    print(format == Format.JSON ? Json.pretty(kept.rows()) : written(result.table()));
    if (format == Format.TEXT || format == Format.MARKDOWN) {
      kept.rows().stream().findFirst().ifPresent(row -> print("\n" + row.protocol()));
    }
    return 0;
  }

  /** Refuses what cannot be, before anything is read or drawn. */
  private void check() {
    Usage.requireAtLeast(spec, "--images", images, 1);
    Usage.requireAtLeast(spec, "--scale", scale, 1);
    batch.check(spec);
    steps.forEach(count -> Usage.requireAtLeast(spec, "--steps", count, 1));
    metrics.forEach(name -> Usage.requireMeaning(spec, name, EvaluationMetrics.METRICS));
    solvers.forEach(words -> Usage.meaning(spec, () -> SolverOnGrid.parse(words).check()));
    real.check();
    likelihood.check(spec);
    compute.check();
    if (runs.isEmpty() && rowFile == null) {
      throw Usage.wrong(spec, "RUN is missing; name folders of runs, or a file of --rows");
    }
    if (runs.isEmpty() && rowFile != null && !Files.exists(rowFile)) {
      throw new FileException(rowFile, "is not there; name folders of runs, to measure them");
    }
    requirePlace(out);
    requirePlace(rowFile);
    requirePlace(curve);
  }

  private static void requirePlace(@Nullable Path file) {
    if (file != null) {
      Places.requireFile(file);
    }
  }

  private boolean measures() {
    return !(metrics.isEmpty() && solvers.isEmpty() && steps.isEmpty())
        || rowFile != null
        || curve != null;
  }

  private static Recipe recipe(Path run) {
    return Run.open(run).recipe();
  }

  private List<Comparison.Refusal> measure(List<Recipe> recipes, RowFile kept) {
    real.requireAlike(runs);
    List<SolverOnGrid> choices = solvers.stream().map(SolverOnGrid::parse).toList();
    ReferenceSet.Images images = real.images(runs);
    Precision precision = precision();
    try (ComparisonProgress progress = new ComparisonProgress(err());
        ReferenceSet reference =
            real.open(
                real.features(runs.get(0), images),
                images,
                likelihood.count,
                seed.value(),
                progress)) {
      List<String> requested = metrics.isEmpty() ? List.of("fid") : metrics;
      Protocol protocol = Protocol.of(reference, requested, classes, precision);
      kept.require(protocol);
      Comparison comparison = new Comparison(reference, protocol, batch.size(), kept, progress);
      for (int i = 0; i < runs.size(); i++) {
        announceTraining(runs.get(i));
        announceOnePass(recipes.get(i), runs.get(i));
        comparison.add(runs.get(i), Configuration.of(recipes.get(i), choices, steps));
      }
      if (out != null) {
        drawGrids(out, precision);
      }
      return comparison.refusals();
    }
  }

  private void announceTraining(Path run) {
    if (Run.open(run).directory().isLocked()) {
      err().println(run + ": is still in training; its newest checkpoint is measured");
    }
  }

  /** A table may hold runs of every family, and solvers are for some. */
  private void announceOnePass(Recipe recipe, Path run) {
    if (!(recipe instanceof DiffusionRecipe) && !(solvers.isEmpty() && steps.isEmpty())) {
      err()
          .println(
              run + ": " + recipe.name() + " draws in one pass; --solver and --steps do not act");
    }
  }

  private void drawGrids(Path file, Precision precision) {
    try (EvaluationProgress progress = new EvaluationProgress(err())) {
      SideBySide grids = new SideBySide(runs, images, classes, batch.size(), seed.value());
      ImageIo.writePng(file, grids.draw(scale, precision, progress));
    }
    print(file.toString());
  }

  private String written(Table table) {
    return switch (format) {
      case MARKDOWN -> table.markdown();
      case CSV -> table.csv();
      default -> table.text();
    };
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private Precision precision() {
    ComputeOptions.Setup setup = compute.start();
    setup.announce(err());
    return setup.precision();
  }
}
