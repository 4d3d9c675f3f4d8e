package io.inkwash.cli.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.recipe.Catalog;
import io.inkwash.restore.Task;
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
          "How images were blurred: gaussian(sigma=1), of so many pixels, or box(size=3), the mean"
              + " over squares. Default: ${DEFAULT-VALUE}.")
  String kernel;

  @Mixin RepairOptions options;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    Spec damage = Usage.meaning(spec, () -> Spec.parse(kernel));
    if (Usage.meaning(spec, () -> Catalog.DEGRADATIONS.make(damage)).task() != Task.DEBLUR) {
      throw Usage.wrong(
          spec, format("--kernel is %s, which does not blur; allowed: gaussian, box", damage));
    }
    return Repair.run(spec, options, compute, Task.DEBLUR, damage);
  }
}
