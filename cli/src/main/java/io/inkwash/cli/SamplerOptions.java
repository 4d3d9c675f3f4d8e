package io.inkwash.cli;

import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.Choice;
import io.inkwash.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that say how images are drawn. */
final class SamplerOptions {

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images at a time. Default: 64.")
  int batch;

  @Option(names = "--solver", paramLabel = "S", description = "Solver. Default: the recipe's.")
  @Nullable String solver;

  @Option(
      names = "--grid",
      paramLabel = "G",
      description =
          "Grid of times. Default: the recipe's, or trailing where it cannot have --steps.")
  @Nullable String grid;

  @Option(names = "--steps", paramLabel = "N", description = "Steps. Default: the recipe's.")
  @Nullable Integer steps;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "How guesses are held to the pixel range. Default: the recipe's.")
  @Nullable String threshold;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of the noise. Default: 0.")
  long seed;

  /** Refuses what cannot be, before anything is read. */
  void check(CommandSpec spec) {
    Usage.requireAtLeast(spec, "--batch", batch, 1);
    if (steps != null) {
      Usage.requireAtLeast(spec, "--steps", steps, 1);
    }
    Usage.requireMeaning(spec, solver, Catalog.SOLVERS);
    Usage.requireMeaning(spec, grid, Catalog.GRIDS);
    Usage.requireMeaning(spec, threshold, Catalog.THRESHOLDS);
  }

  /** The recipe's sampling with what the caller asked instead. */
  Recipe.Sampling asked(Recipe recipe) {
    Recipe.Sampling usual = recipe.sampling();
    Recipe.Sampling asked =
        recipe.sampledBy(
            solver == null ? usual.solver() : Choice.parse(solver),
            grid == null ? null : Choice.parse(grid),
            steps == null ? usual.steps() : steps);
    return threshold == null ? asked : asked.held(threshold);
  }

  /** What to write beside anything that was drawn so. */
  Map<String, String> text(Recipe recipe) {
    Recipe.Sampling asked = asked(recipe);
    Map<String, String> text = new LinkedHashMap<>();
    text.put("inkwash:solver", asked.solver().toString());
    text.put("inkwash:grid", asked.grid().toString());
    text.put("inkwash:steps", Integer.toString(asked.steps()));
    text.put("inkwash:threshold", asked.threshold().toString());
    text.put("inkwash:seed", Long.toString(seed));
    return text;
  }
}
