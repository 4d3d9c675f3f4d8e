package io.inkwash.cli.restore;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.recipe.Choice;
import io.inkwash.recipe.Task;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gives grey images colour. */
@Command(
    name = "colorize",
    description = "Gives grey images colour, with a model of colour images.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Grey is 0.299 red, 0.587 green and 0.114 blue (ITU-R BT.601).",
      "Example:",
      "  inkwash restore colorize --run runs/flowers grey.png --out coloured"
    })
final class Colorize implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin RepairOptions options;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    return Repair.run(spec, options, compute, Task.COLORIZE, Choice.parse("grey"));
  }
}
