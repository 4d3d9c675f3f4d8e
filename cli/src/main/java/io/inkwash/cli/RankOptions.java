package io.inkwash.cli;

import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.BatchRows;
import io.inkwash.distributed.Launch;
import io.inkwash.distributed.RankException;
import io.inkwash.distributed.RankGroup;
import io.inkwash.model.Provenance;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every command that several processes can carry out together. */
final class RankOptions {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--ranks",
      paramLabel = "N",
      description =
          "Train by N processes on this machine, each on its rows of every batch. Default: 1, or what"
              + " RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT say, as torchrun sets them.")
  @Nullable Integer ranks;

  @Option(
      names = "--rank-timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description =
          "How long to wait for a rank that does not come or gives no sign of life. Default: 120.")
  int timeout;

  /** What a rank does. */
  @FunctionalInterface
  interface Part {
    /** Its exit code. */
    Integer of(RankGroup group) throws Exception;
  }

  /** Refuses what cannot be, before anything is started. */
  void check() {
    Usage.requireAtLeast(spec, "--rank-timeout", timeout, 1);
    if (ranks != null) {
      Usage.requireAtLeast(spec, "--ranks", ranks, 1);
    }
  }

  /** Meets the other ranks, or starts them, and does this one's part. */
  Integer run(ComputeOptions compute, Part part) throws Exception {
    Optional<Launch> launched = Inkwash.launch(spec);
    if (launched.isPresent() && ranks != null && launched.get().size() != ranks) {
      throw new RankException(
          "--ranks is "
              + ranks
              + ", and WORLD_SIZE in the environment is "
              + launched.get().size()
              + "; leave --ranks out where a launcher starts the processes");
    }
    if (launched.isPresent() || ranks == null || ranks == 1) {
      return join(launched.orElse(Launch.alone()), compute, part);
    }
    try (LocalRanks others = LocalRanks.start(spec, ranks)) {
      return join(others.launch(), compute, part);
    }
  }

  private Integer join(Launch launch, ComputeOptions compute, Part part) throws Exception {
    compute.share(launch.local().rank(), launch.local().size());
    RankGroup group = RankGroup.join(launch.patient(Duration.ofSeconds(timeout)));
    return group.run(() -> part.of(group));
  }

  /** Makes sure that all ranks are about to train the same. */
  static void agree(RankGroup group, Recipe recipe, Provenance provenance) {
    BatchRows.of(group.launch().rank(), group.launch().size(), recipe.training().batch());
    Map<String, String> facts = new TreeMap<>(Settings.of(recipe));
    facts.put("recipe", recipe.name());
    facts.put("seed", String.valueOf(provenance.seed()));
    facts.put("precision", provenance.precision().toString());
    facts.put("the hash of the images", provenance.dataHash());
    group.agree(facts);
  }
}
