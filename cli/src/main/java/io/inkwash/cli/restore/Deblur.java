package io.inkwash.cli.restore;

import io.inkwash.cli.options.ComputeOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Sharpens blurred images. */
@Command(
    name = "deblur",
    description = "Sharpens blurred images.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  inkwash restore deblur --run runs/mnist soft.png --noise 0.02 \\",
      "      --kernel 'gaussian(sigma=2)' --out sharp"
    })
final class Deblur implements Callable<Integer> {
  @CommandLine.Spec CommandSpec spec;

  @Option(
      names = "--kernel",
      paramLabel = "K",
      defaultValue = "gaussian(sigma=1)",
      description =
          "How images were blurred: gaussian(sigma=1), of so many pixels; box(size=3), the mean over"
              + " squares; motion(length=5, angle=0), along a line; disk(radius=2), out of focus."
              + " Default: ${DEFAULT-VALUE}.")
  String kernel;

  @Mixin RepairOptions options;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    return Repair.run(spec, options, compute, RepairOptions.kernel(spec, kernel));
  }
}
