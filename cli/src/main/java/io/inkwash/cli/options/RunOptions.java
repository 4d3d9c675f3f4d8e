package io.inkwash.cli.options;

import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.Capability;
import io.inkwash.model.DenoisingModel;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.ImageEncoder;
import io.inkwash.model.Model;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Run;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.request.DrawingWords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Options that name a trained model: a run, and which of its weights. */
public abstract sealed class RunOptions permits OneRun, RunOrModel {

  /** What names a run. */
  public static final String RUN =
      "The run's folder, or a model that comes with the tool: mnist or mnist-student.";

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  /** The run's folder. */
  public abstract Path folder();

  /** Which of its weights. */
  abstract WeightOptions weights();

  /** The run. */
  public Run run() {
    return Run.open(folder());
  }

  /**
   * The recipe of a run whose models denoise.
   *
   * @param purpose what needs that, such as "restore"
   * @throws io.inkwash.catalog.SpecException if they do not
   */
  public DiffusionRecipe diffusion(String purpose) {
    return (DiffusionRecipe) run().require(Capability.DENOISES, purpose).recipe();
  }

  /** Reads a model that draws, which the caller is to close. */
  public DrawingModel read(ComputeOptions.Setup setup) {
    return opened(DrawingModel.class, setup);
  }

  /** Reads a model that denoises, which the caller is to close. */
  public DenoisingModel readDenoising(ComputeOptions.Setup setup) {
    return opened(DenoisingModel.class, setup);
  }

  private <M extends Model> M opened(Class<M> type, ComputeOptions.Setup setup) {
    PrintWriter err = spec.commandLine().getErr();
    Run run = run();
    M model = run.model(type, open(setup));
    long taken = model.weights().step();
    if (weights().step == null
        && run.directory().steps().stream().anyMatch(other -> other > taken)) {
      err.println("newer checkpoints are damaged; these weights are of step " + taken);
    }
    setup.announce(err);
    return model;
  }

  /** Reads a model that encodes images, which the caller is to close. */
  ImageEncoder readEncoder(ComputeOptions.Setup setup, String purpose) {
    return run().require(Capability.ENCODES, purpose).model(ImageEncoder.class, open(setup));
  }

  /** How the model is opened. */
  OpenOptions open(ComputeOptions.Setup setup) {
    return weights().open(spec, setup);
  }

  /**
   * What to write beside anything that came of the model: facts by name, as PNG files hold them.
   */
  public Map<String, String> text(Model model) {
    return withWidth(DrawingWords.text(model, weights().weights));
  }

  /** The same of images that a request was drawn for. */
  Map<String, String> text(Model model, GenerateOptions requested) {
    return withWidth(DrawingWords.text(model, weights().weights, requested));
  }

  private Map<String, String> withWidth(Map<String, String> facts) {
    Map<String, String> text = new LinkedHashMap<>(facts);
    if (weights().width != null) {
      text.put("inkwash:ema-width", Double.toString(weights().width));
    }
    return text;
  }
}
