package io.inkwash.cli.options;

import picocli.CommandLine.Option;

/** The option that chooses the noise that images are drawn from. */
public final class SeedOption {

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of the noise. Default: 0.")
  long seed;

  /** The seed. */
  public long value() {
    return seed;
  }
}
