package io.inkwash.cli.measure;

import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.Choice;
import io.inkwash.recipe.Method;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.RecipeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A way to draw from a run that is to be measured.
 *
 * @param sampling how
 * @param refusal why the model cannot be drawn so; null where it can
 */
record Entrant(Recipe.Sampling sampling, @Nullable String refusal) {

  /**
   * A solver on a grid, as {@code dpm++@log-snr}.
   *
   * @param solver null for the recipe's
   * @param grid null for the recipe's, or trailing where that cannot have so many steps
   */
  record Way(@Nullable Choice solver, @Nullable Choice grid) {

    /** As each recipe says. */
    static final Way OWN = new Way(null, null);

    /** Reads {@code SOLVER} or {@code SOLVER@GRID}. */
    static Way parse(String words) {
      int at = words.indexOf('@');
      String solver = at < 0 ? words : words.substring(0, at);
      return new Way(
          Catalog.SOLVERS.complete(Choice.parse(solver)),
          at < 0 ? null : Catalog.GRIDS.complete(Choice.parse(words.substring(at + 1))));
    }
  }

  /**
   * Every way with every number of steps, for one recipe.
   *
   * @param steps empty for the recipe's own
   */
  static List<Entrant> of(Recipe recipe, List<Way> ways, List<Integer> steps) {
    Method method = Method.of(recipe);
    List<Integer> counts = steps.isEmpty() ? List.of(recipe.sampling().steps()) : steps;
    List<Entrant> entrants = new ArrayList<>();
    for (Way way : ways) {
      for (int count : counts) {
        entrants.add(of(recipe, method, way, count));
      }
    }
    return entrants;
  }

  private static Entrant of(Recipe recipe, Method method, Way way, int steps) {
    Choice solver = Objects.requireNonNullElse(way.solver, recipe.sampling().solver());
    Recipe.Sampling sampling = recipe.sampledBy(solver, way.grid, steps);
    try {
      method.way(sampling);
      return new Entrant(sampling, null);
    } catch (RecipeException e) {
      return new Entrant(sampling, e.getMessage());
    }
  }
}
