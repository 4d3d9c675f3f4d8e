package io.inkwash.cli.restore;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.ComputeOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** Gives gray images color. */
@Command(
    name = "colorize",
    description = "Gives gray images color, with a model of color images.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Gray is 0.299 red, 0.587 green and 0.114 blue (ITU-R BT.601).",
      "Example:",
      "  inkwash restore colorize --run runs/flowers gray.png --out colored"
    })
final class Colorize implements Callable<Integer> {
  @CommandLine.Spec CommandSpec spec;

  @Mixin RepairOptions options;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    return Repair.run(spec, options, compute, Spec.parse("gray"));
  }
}
