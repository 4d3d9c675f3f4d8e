package io.inkwash.cli.restore;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Usage;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Raises the resolution of images. */
@Command(
    name = "superres",
    description = "Raises the resolution of images.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A file is the small image, so many times smaller than the model's.",
      "Examples:",
      "  inkwash restore superres --run runs/mnist small.png --factor 4 --out large",
      "  inkwash restore superres --run runs/mnist --data mnist --factor 4 \\",
      "      --steps 100 --method ddnm,dps,nearest,bicubic --out large"
    })
final class Superres implements Callable<Integer> {
  @CommandLine.Spec CommandSpec spec;

  @Option(
      names = "--factor",
      paramLabel = "N",
      required = true,
      description = "How many times larger: 2, 4, or what divides the model's images.")
  int factor;

  @Option(
      names = "--kernel",
      paramLabel = "K",
      defaultValue = "block",
      description =
          "How images became small: block (squares became their mean) or bicubic. Default: block.")
  String kernel;

  @Mixin RepairOptions options;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    Usage.requireAtLeast(spec, "--factor", factor, 2);
    Spec shrunk = RepairOptions.kernel(spec, kernel).with("factor", Integer.toString(factor));
    return Repair.run(spec, options, compute, shrunk);
  }
}
