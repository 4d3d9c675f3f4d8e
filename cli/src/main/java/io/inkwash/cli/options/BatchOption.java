package io.inkwash.cli.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option that says how many images a model is given at once. */
public final class BatchOption {

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images at a time. Default: 64.")
  int batch;

  /** Refuses what cannot be, before anything is read. */
  public void check(CommandSpec spec) {
    Usage.requireAtLeast(spec, "--batch", batch, 1);
  }

  /** Images at a time, 1 or more. */
  public int size() {
    return batch;
  }
}
