package io.inkwash.cli.measure;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.Recipe;
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
record Configuration(Recipe.Sampling sampling, @Nullable String refusal) {

  /**
   * A solver on a grid, as {@code dpm++@log-snr}.
   *
   * @param solver null for the recipe's
   * @param grid null for the recipe's, or trailing where that cannot have so many steps
   */
  record SamplingPlan(@Nullable Spec solver, @Nullable Spec grid) {

    /** As each recipe says. */
    static final SamplingPlan OWN = new SamplingPlan(null, null);

    /** Reads {@code SOLVER} or {@code SOLVER@GRID}. */
    static SamplingPlan parse(String words) {
      int at = words.indexOf('@');
      String solver = at < 0 ? words : words.substring(0, at);
      return new SamplingPlan(
          Catalog.SOLVERS.complete(Spec.parse(solver)),
          at < 0 ? null : Catalog.GRIDS.complete(Spec.parse(words.substring(at + 1))));
    }
  }

  /**
   * Every way with every number of steps, for one recipe.
   *
   * @param steps empty for the recipe's own
   */
  static List<Configuration> of(Recipe recipe, List<SamplingPlan> ways, List<Integer> steps) {
    DiffusionMethod method = DiffusionMethod.of(recipe);
    List<Integer> counts = steps.isEmpty() ? List.of(recipe.sampling().steps()) : steps;
    List<Configuration> entrants = new ArrayList<>();
    for (SamplingPlan plan : ways) {
      for (int count : counts) {
        entrants.add(of(recipe, method, plan, count));
      }
    }
    return entrants;
  }

  private static Configuration of(
      Recipe recipe, DiffusionMethod method, SamplingPlan plan, int steps) {
    Spec solver = Objects.requireNonNullElse(plan.solver, recipe.sampling().solver());
    Recipe.Sampling sampling = recipe.sampledBy(solver, plan.grid, steps);
    try {
      method.plan(sampling);
      return new Configuration(sampling, null);
    } catch (SpecException e) {
      return new Configuration(sampling, e.getMessage());
    }
  }
}
