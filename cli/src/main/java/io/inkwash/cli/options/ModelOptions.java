package io.inkwash.cli.options;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.generate.Drawing;
import io.inkwash.model.TrainedModel;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.Recipe;
import io.inkwash.torch.Precision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options of every command that draws from a trained run: which weights, how, and how led. */
public final class ModelOptions {

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
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
  public Path run() {
    return run.folder;
  }

  /** Images at a time, 1 or more. */
  public int batch() {
    return sampler.batch();
  }

  /** Seed of the noise. */
  public long seed() {
    return sampler.seed();
  }

  /** Refuses what cannot be, before anything is read. */
  public void check() {
    sampler.check(spec);
    Usage.requireMeaning(spec, guidance, Catalog.GUIDANCES);
  }

  /**
   * Refuses what the run's model cannot do, before its weights are read.
   *
   * @throws SpecException if the grid or the solver does not fit the model
   */
  public void checkRun() {
    Recipe recipe = run.recipe();
    DiffusionMethod.of(recipe).plan(asked(recipe));
  }

  private Recipe.Sampling asked(Recipe recipe) {
    Recipe.Sampling asked = sampler.asked(recipe);
    return guidance == null ? asked : asked.guided(guidance);
  }

  /**
   * A model, read and ready to draw.
   *
   * @param model itself
   * @param weak the worse one that leads it; null where none does
   * @param drawing its images, as the caller asked for them
   */
  public record Opened(TrainedModel model, @Nullable TrainedModel weak, Drawing drawing)
      implements AutoCloseable {
    @Override
    public void close() {
      model.close();
      if (weak != null) {
        weak.close();
      }
    }
  }

  /**
   * Reads the model, and the worse one if there is to be one.
   *
   * @throws SpecException if the model cannot be drawn as the caller asks
   */
  public Opened open(Precision precision) {
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

  /** What to write beside anything that was drawn: facts by name, as PNG files hold them. */
  public Map<String, String> text(TrainedModel model) {
    Map<String, String> text = new LinkedHashMap<>(run.text(model));
    text.putAll(sampler.text(model.recipe()));
    Spec led = asked(model.recipe()).guidance();
    text.put("inkwash:guidance", led.toString());
    if (!classes.isEmpty()) {
      text.put("inkwash:classes", classes.toString());
    }
    return text;
  }
}
