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

/** Undoes any degradation of the catalog. */
@Command(
    name = "undo",
    description = "Undoes any degradation, named as in the catalog.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Degradations that an extension has registered are undone too.",
      "Example:",
      "  inkwash restore undo --run runs/mnist --data mnist --noise 0.01 \\",
      "      --degradation 'radon(angles=20)' --method pigdm,dps,pseudo-inverse \\",
      "      --out slices"
    })
final class Undo implements Callable<Integer> {
  @CommandLine.Spec CommandSpec spec;

  @Option(
      names = "--degradation",
      paramLabel = "D",
      required = true,
      description =
          "What happened to the images beside noise, such as radon(angles=30); inkwash explain"
              + " --list names them.")
  String degradation;

  @Mixin RepairOptions options;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    return Repair.run(spec, options, compute, Usage.meaning(spec, () -> Spec.parse(degradation)));
  }
}
