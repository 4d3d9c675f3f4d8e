package io.inkwash.cli.restore;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.restore.NoiseEstimate;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Removes noise from images. */
@Command(
    name = "denoise",
    description = "Removes noise from images.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "posterior-mean is nearest on average; posterior-sample looks like an image.",
      "Examples:",
      "  inkwash restore denoise --run runs/mnist noisy.png --noise 0.5 --out clean",
      "  inkwash restore denoise --run runs/mnist --data mnist --noise 1 --out clean \\",
      "      --method posterior-mean,posterior-sample,median"
    })
final class Denoise implements Callable<Integer> {
  @CommandLine.Spec CommandSpec spec;

  @Option(
      names = "--noise-estimate",
      paramLabel = "WORD",
      defaultValue = "donoho",
      description =
          "How noise is estimated where --noise is not given: donoho (median detail) or immerkaer"
              + " (mean curvature). Noise cut off at black and white is estimated too low. Default:"
              + " donoho.")
  NoiseEstimate noiseEstimate;

  @Mixin RepairOptions options;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    options.noiseEstimate = noiseEstimate;
    return Repair.run(spec, options, compute, Spec.parse("none"));
  }
}
