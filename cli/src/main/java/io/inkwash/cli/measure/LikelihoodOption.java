package io.inkwash.cli.measure;

import io.inkwash.cli.options.Usage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option that says of how many images the likelihood is measured. */
final class LikelihoodOption {

  @Option(
      names = "--nll-count",
      paramLabel = "N",
      defaultValue = "64",
      description = "Unseen images whose likelihood is measured. Default: 64.")
  int count;

  /** Refuses what cannot be, before anything is read. */
  void check(CommandSpec spec) {
    Usage.requireAtLeast(spec, "--nll-count", count, 1);
  }
}
