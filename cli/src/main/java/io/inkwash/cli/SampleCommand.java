package io.inkwash.cli;

import io.inkwash.io.ImageIo;
import io.inkwash.io.Json;
import io.inkwash.io.Picture;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.Choice;
import io.inkwash.recipe.Drawing;
import io.inkwash.recipe.Method;
import io.inkwash.recipe.Provenance;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Shelf;
import io.inkwash.recipe.TrainedModel;
import io.inkwash.solve.Sampler;
import io.inkwash.torch.Precision;
import io.inkwash.train.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws images from a trained run. */
@Command(
    name = "sample",
    description = "Draws images from a trained run.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Image k of a seed is the same picture in every batch size and every count.",
      "Examples:",
      "  inkwash sample --run runs/mnist --solver ddim --grid trailing --steps 50",
      "  inkwash sample --run runs/mnist --trajectory film.gif"
    })
final class SampleCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(names = "--run", paramLabel = "RUN", required = true, description = "The run's folder.")
  Path run;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images to draw. Default: 64.")
  int count;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images at a time. Default: 64.")
  int batch;

  @Option(names = "--solver", paramLabel = "S", description = "Solver. Default: the recipe's.")
  @Nullable String solver;

  @Option(
      names = "--grid",
      paramLabel = "G",
      description = "Grid of times. Default: the recipe's, or trailing where --steps is fewer.")
  @Nullable String grid;

  @Option(names = "--steps", paramLabel = "N", description = "Steps. Default: the recipe's.")
  @Nullable Integer steps;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of the noise. Default: 0.")
  long seed;

  @Option(
      names = "--weights",
      paramLabel = "WORD",
      defaultValue = "ema",
      description = "ema (the moving average) or model (the last step's). Default: ema.")
  TrainedModel.Which weights;

  @Option(
      names = "--step",
      paramLabel = "N",
      description = "Take the checkpoint of this step. Default: the newest.")
  @Nullable Long step;

  @Option(names = "--out", paramLabel = "PNG", description = "Write all images as one grid.")
  @Nullable Path out;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Write each image: DIR/00000.png, DIR/00001.png, ...")
  @Nullable Path images;

  @Option(
      names = "--trajectory",
      paramLabel = "FILE",
      description = "Write the way of image 0: a strip if it is a PNG, a film if a GIF.")
  @Nullable Path trajectory;

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "2",
      description = "Enlarge grid, strip and film this many times. Default: 2.")
  int scale;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    check();
    Recipe recipe = Json.read(RunDirectory.open(run).recipe(), Recipe.class);
    Recipe.Sampling asked = asked(recipe);
    Sampler sampler =
        Method.sampler(Method.of(recipe).path(), asked.solver(), asked.grid(), asked.steps());
    PrintWriter err = spec.commandLine().getErr();
    Precision precision = compute.start(err);
    try (TrainedModel model = new TrainedModel(run, step, weights, precision)) {
      Drawing drawing =
          new Drawing(model.denoiser(), sampler, model.recipe().data(), asked.clamp(), seed);
      Map<String, String> text = text(model, asked);
      if (trajectory != null) {
        drawTrajectory(drawing, trajectory, text, err);
      }
      if (trajectory == null || out != null || images != null) {
        drawImages(drawing, text, err);
      }
    }
    return 0;
  }

  /** Refuses what cannot be, before anything is read or drawn. */
  private void check() {
    Usage.requireAtLeast(spec, "--count", count, 1);
    Usage.requireAtLeast(spec, "--batch", batch, 1);
    Usage.requireAtLeast(spec, "--scale", scale, 1);
    if (steps != null) {
      Usage.requireAtLeast(spec, "--steps", steps, 1);
    }
    requireMeaning(solver, Catalog.SOLVERS);
    requireMeaning(grid, Catalog.GRIDS);
    compute.check();
    requirePlace("--out", out, ".png");
    requirePlace("--trajectory", trajectory, ".png", ".gif");
    if (images != null) {
      Places.requireFolder(images);
    }
  }

  private void requireMeaning(@Nullable String words, Shelf<?> shelf) {
    if (words != null) {
      Usage.meaning(spec, () -> shelf.make(Choice.parse(words)));
    }
  }

  private void requirePlace(String option, @Nullable Path file, String... endings) {
    if (file == null) {
      return;
    }
    if (Stream.of(endings).noneMatch(end -> ending(file, end))) {
      throw Usage.wrong(
          spec,
          "%s is %s; allowed: a name that ends in %s"
              .formatted(option, file, String.join(" or ", endings)));
    }
    Places.requireFile(file);
  }

  /** The recipe's sampling with what the caller asked instead. */
  private Recipe.Sampling asked(Recipe recipe) {
    Recipe.Sampling usual = recipe.sampling();
    int many = steps == null ? usual.steps() : steps;
    Choice times =
        grid != null
            ? Choice.parse(grid)
            : many == usual.steps() ? usual.grid() : Choice.parse("trailing");
    return new Recipe.Sampling(
        solver == null ? usual.solver() : Choice.parse(solver), times, many, usual.clamp());
  }

  private Map<String, String> text(TrainedModel model, Recipe.Sampling asked) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("Software", "inkwash " + Provenance.libraryVersion());
    text.put("inkwash:recipe", model.recipe().name());
    text.put("inkwash:step", Long.toString(model.step()));
    text.put(
        "inkwash:weights",
        weights.name().toLowerCase(Locale.ROOT) + " sha256:" + model.weightsHash());
    text.put("inkwash:solver", asked.solver().toString());
    text.put("inkwash:grid", asked.grid().toString());
    text.put("inkwash:steps", Integer.toString(asked.steps()));
    text.put("inkwash:seed", Long.toString(seed));
    return text;
  }

  private void drawImages(Drawing drawing, Map<String, String> text, PrintWriter err) {
    List<Picture> pictures;
    try (DrawingProgress progress = new DrawingProgress("drawing", count, err)) {
      pictures = drawing.draw(count, batch, progress);
    }
    Path grid = out != null || images != null ? out : run.resolve("samples.png");
    if (grid != null) {
      int columns = (int) Math.ceil(Math.sqrt(count));
      ImageIo.writePng(grid, ImageIo.enlarge(ImageIo.grid(pictures, columns, 2), scale), text);
      written(grid);
    }
    if (images != null) {
      for (int k = 0; k < pictures.size(); k++) {
        Map<String, String> one = new LinkedHashMap<>(text);
        one.put("inkwash:image", Integer.toString(k));
        ImageIo.writePng(images.resolve("%05d.png".formatted(k)), pictures.get(k), one);
      }
      written(images);
    }
  }

  private void drawTrajectory(
      Drawing drawing, Path file, Map<String, String> text, PrintWriter err) {
    List<Drawing.Frame> frames;
    try (DrawingProgress progress = new DrawingProgress("filming", 1, err)) {
      frames = drawing.film(progress);
    }
    if (isGif(file)) {
      Film.write(file, frames, scale);
    } else {
      ImageIo.writePng(file, Film.strip(frames, scale), text);
    }
    written(file);
  }

  private void written(Path file) {
    spec.commandLine().getOut().println(file);
    spec.commandLine().getOut().flush();
  }

  private static boolean isGif(Path file) {
    return ending(file, ".gif");
  }

  private static boolean ending(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
