package io.inkwash.cli.options;

import io.inkwash.file.Json;
import io.inkwash.model.Provenance;
import io.inkwash.model.TrainedModel;
import io.inkwash.recipe.Recipe;
import io.inkwash.torch.Precision;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name a trained model. */
public final class RunOptions {

  @Option(names = "--run", paramLabel = "RUN", required = true, description = "The run's folder.")
  Path folder;

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

  /** The run's recipe. */
  public Recipe recipe() {
    return Json.read(RunDirectory.open(folder).recipe(), Recipe.class);
  }

  /** How the run came to be. */
  public Provenance provenance() {
    return Json.read(RunDirectory.open(folder).provenance(), Provenance.class);
  }

  /** Reads the model, which the caller is to close. */
  public TrainedModel read(Precision precision) {
    return new TrainedModel(folder, step, weights, precision);
  }

  /**
   * What to write beside anything that came of the model: facts by name, as PNG files hold them.
   */
  public Map<String, String> text(TrainedModel model) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("Software", "inkwash " + Provenance.libraryVersion());
    text.put("inkwash:recipe", model.recipe().name());
    text.put("inkwash:step", Long.toString(model.step()));
    text.put(
        "inkwash:weights",
        weights.name().toLowerCase(Locale.ROOT) + " sha256:" + model.weightsHash());
    return text;
  }
}
