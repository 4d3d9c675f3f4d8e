package io.inkwash.cli;

import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.Choice;
import io.inkwash.recipe.Drawing;
import io.inkwash.recipe.Method;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.TrainedModel;
import io.inkwash.torch.Precision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every command that draws from a trained run: which weights, how, and how led. */
final class ModelOptions {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Mixin RunOptions run;

  @Mixin SamplerOptions sampler;

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

  /** The run's folder. */
  Path run() {
    return run.folder;
  }

  /** Images at a time. */
  int batch() {
    return sampler.batch;
  }

  /** Seed of the noise. */
  long seed() {
    return sampler.seed;
  }

  /** The run's recipe. */
  Recipe recipe() {
    return run.recipe();
  }

  /** Refuses what cannot be, before anything is read. */
  void check() {
    sampler.check(spec);
    Usage.requireMeaning(spec, guidance, Catalog.GUIDANCES);
  }

  /** The recipe's sampling with what the caller asked instead. */
  Recipe.Sampling asked(Recipe recipe) {
    Recipe.Sampling asked = sampler.asked(recipe);
    return guidance == null ? asked : asked.led(guidance);
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
    TrainedModel model = run.read(precision);
    TrainedModel worse = null;
    try {
      worse = weak == null ? null : new TrainedModel(weak, null, run.weights, precision);
      Recipe.Sampling asked = asked(model.recipe());
      return new Opened(model, worse, model.drawing(asked, classes, seed(), worse));
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
    Map<String, String> text = new LinkedHashMap<>(run.text(model));
    text.putAll(sampler.text(model.recipe()));
    Choice led = asked(model.recipe()).guidance();
    text.put("inkwash:guidance", led.toString());
    if (!classes.isEmpty()) {
      text.put("inkwash:classes", classes.toString());
    }
    return text;
  }
}
