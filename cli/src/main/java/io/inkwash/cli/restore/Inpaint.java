package io.inkwash.cli.restore;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.ComputeOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Fills in missing pixels. */
@Command(
    name = "inpaint",
    description = "Fills in missing pixels.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  inkwash restore inpaint --run runs/mnist torn.png --mask hole.png --out whole",
      "  inkwash restore inpaint --run runs/mnist --data mnist --mask hole.png \\",
      "      --method ddnm,replacement,mean-image --steps 100 --out whole",
      "  inkwash restore inpaint --model v1-5 fox.png --mask hole.png \\",
      "      --prompt 'a hat' --out hat"
    })
final class Inpaint implements Callable<Integer> {
  @CommandLine.Spec CommandSpec spec;

  @Option(
      names = "--mask",
      paramLabel = "PNG",
      required = true,
      description =
          "White where pixels are missing and to be filled, black where they are known. Of the size"
              + " of the model's images; with --tile, of the image's.")
  Path mask;

  @Mixin RepairOptions options;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    Spec masked = new Spec("mask", Map.of("file", mask.toString()));
    return Repair.run(spec, options, compute, masked);
  }
}
