package io.inkwash.cli.options;

import io.inkwash.catalog.SpecException;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.ImageEncoder;
import io.inkwash.model.Run;
import io.inkwash.picture.Metadata;
import io.inkwash.request.DrawingWords;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that draws from a trained run: which weights, how, and how guided. */
public final class ModelOptions {

  @Mixin final RunOptions run;

  @Mixin RequestOptions request;

  /** What states how the images are drawn, in place of the options; null for them. */
  private @Nullable DrawingWords stated;

  /**
   * Options of a command.
   *
   * @param run those that name the model
   */
  public ModelOptions(RunOptions run) {
    this.run = run;
  }

  @Option(
      names = "--weak",
      paramLabel = "RUN",
      description = "A worse model's run, for guidance autoguidance.")
  @Nullable Path weak;

  /**
   * Draws as a picture states, in place of the options.
   *
   * @param words how it was drawn
   * @param text of the picture, which states by which weights
   * @throws IllegalArgumentException if the text is damaged
   */
  public void take(DrawingWords words, Metadata text) {
    run.weights().takeStated(run.spec, text);
    stated = words;
  }

  /** The run's folder. */
  public Path run() {
    return run.folder();
  }

  /** Images at a time, 1 or more. */
  public int batch() {
    return request.batch();
  }

  /** Seed of the noise. */
  public long seed() {
    return words().seed();
  }

  /** Refuses what cannot be, before anything is read. */
  public void check() {
    request.check();
  }

  /**
   * Refuses what the run's model cannot do, before its weights are read.
   *
   * @throws SpecException if the grid or the solver does not fit the model
   * @throws IllegalArgumentException if it has no such class
   */
  public void checkRun() {
    request.check(run.run().recipe());
    words().check(run.run());
  }

  /** How the images are drawn, in words. */
  public DrawingWords words() {
    return stated != null ? stated : request.words();
  }

  /**
   * A model, read and ready to draw.
   *
   * @param model itself
   * @param weak the worse one that guides it; null where none does
   * @param drawing its images, as the caller requests them
   */
  public record Opened(DrawingModel model, @Nullable DrawingModel weak, Drawing drawing)
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
   * @throws SpecException if the model cannot be drawn as the caller requests
   */
  public Opened open(ComputeOptions.Setup setup) {
    DrawingModel model = run.read(setup);
    DrawingModel worse = null;
    try {
      GenerateOptions requested = words().options(model.recipe());
      if (weak != null) {
        worse = Run.open(weak).model(DrawingModel.class, run.open(setup));
        requested = requested.withWeak(worse);
      }
      return new Opened(model, worse, model.drawing(requested));
    } catch (RuntimeException | Error e) {
      model.close();
      if (worse != null) {
        worse.close();
      }
      throw e;
    }
  }

  /**
   * Reads the model as one that encodes images.
   *
   * @param purpose what needs that, for the message
   * @throws SpecException if it does not
   */
  public ImageEncoder openEncoder(ComputeOptions.Setup setup, String purpose) {
    return run.readEncoder(setup, purpose);
  }

  /** What to write beside anything that was made of the model's latents. */
  public Map<String, String> text(ImageEncoder model) {
    Map<String, String> text = new LinkedHashMap<>(run.text(model));
    text.put("inkwash:seed", Long.toString(seed()));
    return text;
  }

  /** What to write beside anything that was drawn: facts by name, as PNG files hold them. */
  public Map<String, String> text(DrawingModel model) {
    return run.text(model, words().options(model.recipe()));
  }
}
