package io.inkwash.evaluate.compare;

import io.inkwash.catalog.SpecException;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.naming.SolverOnGrid;
import io.inkwash.recipe.parts.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way to draw the samples of a run.
 *
 * @param sampling how they are drawn; null for a model that has one way only, such as a GAN
 * @param refusal why the model cannot be drawn so; null where it can
 */
public record Configuration(DiffusionRecipe.@Nullable Sampling sampling, @Nullable String refusal) {

  /**
   * Every solver on its grid in every number of steps, for one recipe.
   *
   * @param solvers empty for the recipe's own; one without a grid takes the recipe's, or trailing
   *     where that cannot have so many steps
   * @param steps empty for the recipe's own
   */
  public static List<Configuration> of(
      Recipe recipe, List<SolverOnGrid> solvers, List<Integer> steps) {
    if (!(recipe instanceof DiffusionRecipe diffusion)) {
      return List.of(new Configuration(null, null));
    }
    DiffusionMethod method = DiffusionMethod.of(diffusion);
    List<Integer> counts = steps.isEmpty() ? List.of(diffusion.sampling().steps()) : steps;
    List<SolverOnGrid> choices =
        solvers.isEmpty()
            ? List.of(new SolverOnGrid(diffusion.sampling().solver(), Optional.empty()))
            : solvers;
    List<Configuration> configurations = new ArrayList<>();
    for (SolverOnGrid choice : choices) {
      for (int count : counts) {
        configurations.add(of(diffusion, method, choice, count));
      }
    }
    return configurations;
  }

  private static Configuration of(
      DiffusionRecipe recipe, DiffusionMethod method, SolverOnGrid choice, int steps) {
    DiffusionRecipe.Sampling sampling =
        recipe.sampledBy(
            Catalog.SOLVERS.complete(choice.solver()),
            choice.grid().map(Catalog.GRIDS::complete).orElse(null),
            steps);
    try {
      method.plan(sampling);
      return new Configuration(sampling, null);
    } catch (SpecException e) {
      return new Configuration(sampling, e.getMessage());
    }
  }
}
