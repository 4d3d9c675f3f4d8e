package io.inkwash.cli.options;

import io.inkwash.request.DrawingWords;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that name a run, or a model of Stable Diffusion as another program stored it. */
public final class RunOrModel extends RunOptions {
  private static final List<String> OF_RUNS =
      List.of(
          "--weights",
          "--ema-width",
          "--step",
          "--class",
          "--weak",
          "--threshold",
          "--reconstruct",
          "--traverse",
          "--tile");

  @ArgGroup(multiplicity = "1")
  Named named;

  /** One of the two. */
  static final class Named {
    @Option(names = "--run", paramLabel = "RUN", required = true, description = RUN)
    @Nullable Path run;

    @Option(
        names = "--model",
        paramLabel = "PATH",
        required = true,
        description =
            "Stable Diffusion 1 or 2 instead: a folder of diffusers, or one .safetensors or .ckpt"
                + " file in CompVis's naming. --batch, --count and --scale are then 1 unless"
                + " named.")
    @Nullable Path model;
  }

  @Mixin WeightOptions weights;

  @Mixin StoredOptions stored;

  /** Refuses what cannot be, before anything is read. */
  public void check() {
    if (named.model == null) {
      stored.requireNone(spec);
    } else {
      refuse(OF_RUNS);
      stored.check(spec);
    }
  }

  private void refuse(List<String> options) {
    for (String option : options) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw Usage.wrong(spec, option + " is for a run; leave it out with --model");
      }
    }
  }

  /** A number of an option, which is 1 for a stored model where the caller did not name it. */
  public int unlessStored(String option, int value) {
    boolean named = spec.commandLine().getParseResult().hasMatchedOption(option);
    return storedModel().isEmpty() || named ? value : 1;
  }

  /** The options of the stored model, if that is named. */
  public Optional<StoredOptions.Named> storedModel() {
    return Optional.ofNullable(named.model).map(path -> new StoredOptions.Named(path, stored));
  }

  /**
   * The model as editing and restoration use it, before its weights are read.
   *
   * @param purpose what needs it, such as "restore"
   * @param words how it draws
   * @throws io.inkwash.catalog.SpecException if it cannot be used so
   */
  public PriorSource source(String purpose, DrawingWords words) {
    return storedModel()
        .<PriorSource>map(model -> StoredPrior.of(model, words))
        .orElseGet(() -> RunPrior.of(this, purpose, words));
  }

  @Override
  public Path folder() {
    if (named.run == null) {
      throw new IllegalStateException("no run is named");
    }
    return named.run;
  }

  @Override
  WeightOptions weights() {
    return weights;
  }
}
