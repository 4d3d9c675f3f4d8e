package io.inkwash.cli.restore;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.restore.degradation.MissingHalf;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Completes half images. */
@Command(
    name = "complete",
    description = "Completes half images.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  inkwash restore complete --run runs/mnist --data mnist --missing right \\",
      "      --steps 100 --method ddnm,repaint,mean-image --out whole"
    })
final class Complete implements Callable<Integer> {
  @CommandLine.Spec CommandSpec spec;

  @Option(
      names = "--missing",
      paramLabel = "WORD",
      required = true,
      description =
          "left, right, top or bottom: that half; center: the middle half of rows and columns, a"
              + " quarter of the pixels.")
  MissingHalf.Part missing;

  @Mixin RepairOptions options;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    Spec half = Spec.parse("half").with("missing", missing.name().toLowerCase(Locale.ROOT));
    return Repair.run(spec, options, compute, half);
  }
}
