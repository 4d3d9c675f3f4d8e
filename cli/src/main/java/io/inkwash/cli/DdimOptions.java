package io.inkwash.cli;

import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.Choice;
import io.inkwash.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options of commands that go between images and noise by DDIM, without chance. */
final class DdimOptions {

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images at a time. Default: 64.")
  int batch;

  @Option(
      names = "--grid",
      paramLabel = "G",
      description =
          "Grid of times. Default: the recipe's, or trailing where it cannot have --steps.")
  @Nullable String grid;

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
          "How guesses are held to the pixel range; what is cut off cannot be found again. Default:"
              + " none.")
  String threshold;

  /** Refuses what cannot be, before anything is read. */
  void check(CommandSpec spec) {
    Usage.requireAtLeast(spec, "--batch", batch, 1);
    Usage.requireAtLeast(spec, "--rounds", rounds, 1);
    Usage.requireMeaning(spec, grid, Catalog.GRIDS);
    Usage.requireMeaning(spec, threshold, Catalog.THRESHOLDS);
  }

  /** The recipe's sampling, by DDIM in so many steps. */
  Recipe.Sampling asked(Recipe recipe, int steps) {
    Choice times = grid == null ? null : Choice.parse(grid);
    return recipe.sampledBy(Choice.parse("ddim"), times, steps).held(threshold).led("none");
  }

  /** What to write beside anything that came of it. */
  Map<String, String> text() {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("inkwash:rounds", Integer.toString(rounds));
    text.put("inkwash:threshold", threshold);
    return text;
  }
}
