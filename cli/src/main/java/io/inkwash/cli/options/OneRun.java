package io.inkwash.cli.options;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that name a run. */
public final class OneRun extends RunOptions {

  @Option(names = "--run", paramLabel = "RUN", required = true, description = RUN)
  Path run;

  @Mixin WeightOptions weights;

  @Override
  public Path folder() {
    return run;
  }

  @Override
  WeightOptions weights() {
    return weights;
  }
}
