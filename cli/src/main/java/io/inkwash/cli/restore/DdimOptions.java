package io.inkwash.cli.restore;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.BatchOption;
import io.inkwash.cli.options.GridOption;
import io.inkwash.cli.options.PriorSource;
import io.inkwash.cli.options.Usage;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.DrawingWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options of commands that go between images and noise by DDIM, without fresh noise. */
final class DdimOptions {

  @Mixin BatchOption batch;

  @Mixin GridOption grid;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How often each step towards noise is refined: 1 as published, more for a closer inverse."
              + " Default: 1.")
  int rounds;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      defaultValue = "none",
      description =
          "How estimates are kept within the pixel range; what is cut off cannot be found again."
              + " Default: none.")
  String threshold;

  /** Refuses what cannot be, before anything is read. */
  void check(CommandSpec spec) {
    batch.check(spec);
    Usage.requireAtLeast(spec, "--rounds", rounds, 1);
    grid.check(spec);
    Usage.requireMeaning(spec, threshold, Catalog.THRESHOLDS);
  }

  /** DDIM in words, in so many steps; empty for the recipe's. */
  DrawingWords words(Optional<Integer> steps) {
    return new DrawingWords(
        Optional.of("ddim"),
        Optional.ofNullable(grid.choice()).map(Spec::toString),
        steps,
        Optional.of(threshold),
        Optional.of("none"),
        List.of(),
        0);
  }

  /** The grid and the number of its steps, as PNG files hold them. */
  Map<String, String> times(PriorSource source) {
    Map<String, String> text = new LinkedHashMap<>(source.text());
    text.keySet().retainAll(Set.of("inkwash:grid", "inkwash:steps"));
    return text;
  }

  /** What to write beside anything that came of it. */
  Map<String, String> text() {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("inkwash:rounds", Integer.toString(rounds));
    text.put("inkwash:threshold", threshold);
    return text;
  }
}
