package io.inkwash.cli.options;

import io.inkwash.model.OpenOptions;
import io.inkwash.model.SavedWeights;
import io.inkwash.picture.Metadata;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that say which of a run's weights are taken. */
final class WeightOptions {
  private static final String MODEL = SavedWeights.Which.MODEL.word() + " ";

  @Option(
      names = "--weights",
      paramLabel = "WORD",
      defaultValue = "ema",
      description = "ema (the moving average) or model (the last step's). Default: ema.")
  SavedWeights.Which weights;

  @Option(
      names = "--ema-width",
      paramLabel = "W",
      description =
          "Take the moving average of this width, a share of the training's length such as 0.1, of"
              + " a run trained with --set emaProfiles=power.")
  @Nullable Double width;

  @Option(
      names = "--step",
      paramLabel = "N",
      description = "Take the checkpoint of this step. Default: the newest.")
  @Nullable Long step;

  /** Takes the kind and the width that a picture's text states, where the caller names none. */
  void takeStated(CommandSpec spec, Metadata text) {
    CommandLine.ParseResult given = spec.commandLine().getParseResult();
    if (given.hasMatchedOption("--weights") || given.hasMatchedOption("--ema-width")) {
      return;
    }
    width = text.value("ema-width").map(Double::valueOf).orElse(null);
    if (text.value("weights").filter(words -> words.startsWith(MODEL)).isPresent()) {
      weights = SavedWeights.Which.MODEL;
    }
  }

  /** How a run's model is opened. */
  OpenOptions open(CommandSpec spec, ComputeOptions.Setup setup) {
    if (width != null && weights == SavedWeights.Which.MODEL) {
      throw Usage.wrong(
          spec, "--ema-width is of an average, and --weights model is none; give one of them");
    }
    OpenOptions options =
        new OpenOptions(
            step == null ? OptionalLong.empty() : OptionalLong.of(step),
            weights,
            setup.precision(),
            setup.device());
    return width == null ? options : options.withEmaWidth(width);
  }
}
