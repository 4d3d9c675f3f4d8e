package io.inkwash.cli;

import io.inkwash.io.Json;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.Choice;
import io.inkwash.recipe.Drawing;
import io.inkwash.recipe.Method;
import io.inkwash.recipe.Provenance;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Shelf;
import io.inkwash.recipe.TrainedModel;
import io.inkwash.torch.Precision;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every command that draws from a trained run: which weights, and how. */
final class ModelOptions {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(names = "--run", paramLabel = "RUN", required = true, description = "The run's folder.")
  Path run;

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
      names = "--threshold",
      paramLabel = "T",
      description = "How guesses are held to the pixel range. Default: the recipe's.")
  @Nullable String threshold;

  @Option(
      names = "--guidance",
      paramLabel = "G",
      description = "How the model is led. Default: the recipe's.")
  @Nullable String guidance;

  @Option(
      names = "--class",
      paramLabel = "K",
      split = ":",
      description =
          "Class of the images, of a conditional model; several, as 3:5, are taken in turn.")
  List<Integer> classes = List.of();

  @Option(
      names = "--weak",
      paramLabel = "RUN",
      description = "A worse model's run, for guidance autoguidance.")
  @Nullable Path weak;

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

  /** Refuses what cannot be, before anything is read. */
  void check() {
    Usage.requireAtLeast(spec, "--batch", batch, 1);
    if (steps != null) {
      Usage.requireAtLeast(spec, "--steps", steps, 1);
    }
    requireMeaning(solver, Catalog.SOLVERS);
    requireMeaning(grid, Catalog.GRIDS);
    requireMeaning(threshold, Catalog.THRESHOLDS);
    requireMeaning(guidance, Catalog.GUIDANCES);
  }

  private void requireMeaning(@Nullable String words, Shelf<?> shelf) {
    if (words != null) {
      Usage.meaning(spec, () -> shelf.make(Choice.parse(words)));
    }
  }

  /** The run's recipe. */
  Recipe recipe() {
    return Json.read(RunDirectory.open(run).recipe(), Recipe.class);
  }

  /** The recipe's sampling with what the caller asked instead. */
  Recipe.Sampling asked(Recipe recipe) {
    Recipe.Sampling usual = recipe.sampling();
    int many = steps == null ? usual.steps() : steps;
    Choice times =
        grid != null
            ? Choice.parse(grid)
            : many == usual.steps() ? usual.grid() : Choice.parse("trailing");
    return new Recipe.Sampling(
        solver == null ? usual.solver() : Choice.parse(solver),
        times,
        many,
        threshold == null ? usual.threshold() : Choice.parse(threshold),
        guidance == null ? usual.guidance() : Choice.parse(guidance));
  }

  /** A model, read and ready to draw. */
  record Opened(TrainedModel model, @Nullable TrainedModel weak, Drawing drawing)
      implements AutoCloseable {
    @Override
    public void close() {
      model.close();
      if (weak != null) {
        weak.close();
      }
    }
  }

  /** Refuses what the run's model cannot do, before its weights are read. */
  void checkRun() {
    Recipe recipe = recipe();
    Method.of(recipe).way(asked(recipe));
  }

  /** Reads the model, and the worse one if there is to be one. */
  Opened open(Precision precision) {
    TrainedModel model = new TrainedModel(run, step, weights, precision);
    TrainedModel worse = null;
    try {
      worse = weak == null ? null : new TrainedModel(weak, null, weights, precision);
      return new Opened(model, worse, model.drawing(asked(model.recipe()), classes, seed, worse));
    } catch (RuntimeException | Error e) {
      model.close();
      if (worse != null) {
        worse.close();
      }
      throw e;
    }
  }

  /** What to write beside anything that was drawn. */
  Map<String, String> text(TrainedModel model) {
    Recipe.Sampling asked = asked(model.recipe());
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
    text.put("inkwash:threshold", asked.threshold().toString());
    text.put("inkwash:guidance", asked.guidance().toString());
    if (!classes.isEmpty()) {
      text.put("inkwash:classes", classes.toString());
    }
    text.put("inkwash:seed", Long.toString(seed));
    return text;
  }
}
