package io.inkwash.evaluate.compare;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.PeerNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
   * A solver on a grid, as {@code dpm++@log-snr}.
   *
   * @param solver null for the recipe's
   * @param grid null for the recipe's, or trailing where that cannot have so many steps
   */
  public record SolverOnGrid(@Nullable Spec solver, @Nullable Spec grid) {

    /** That of each recipe. */
    public static final SolverOnGrid OWN = new SolverOnGrid(null, null);

    /** Reads {@code SOLVER} or {@code SOLVER@GRID}; a solver may have another program's name. */
    public static SolverOnGrid parse(String words) {
      int at = words.indexOf('@');
      String solver = at < 0 ? words : words.substring(0, at);
      Optional<PeerNames.Meaning> other = PeerNames.of(solver);
      Spec own = other.map(PeerNames.Meaning::solver).orElseGet(() -> Spec.parse(solver));
      Spec grid = other.flatMap(PeerNames.Meaning::grid).orElse(null);
      return new SolverOnGrid(
          Catalog.SOLVERS.complete(own),
          at < 0 ? grid : Catalog.GRIDS.complete(Spec.parse(words.substring(at + 1))));
    }
  }

  /**
   * Every solver on its grid in every number of steps, for one recipe.
   *
   * @param steps empty for the recipe's own
   */
  public static List<Configuration> of(
      Recipe recipe, List<SolverOnGrid> solvers, List<Integer> steps) {
    if (!(recipe instanceof DiffusionRecipe diffusion)) {
      return List.of(new Configuration(null, null));
    }
    DiffusionMethod method = DiffusionMethod.of(diffusion);
    List<Integer> counts = steps.isEmpty() ? List.of(diffusion.sampling().steps()) : steps;
    List<Configuration> configurations = new ArrayList<>();
    for (SolverOnGrid choice : solvers) {
      for (int count : counts) {
        configurations.add(of(diffusion, method, choice, count));
      }
    }
    return configurations;
  }

  private static Configuration of(
      DiffusionRecipe recipe, DiffusionMethod method, SolverOnGrid choice, int steps) {
    Spec solver = Objects.requireNonNullElse(choice.solver, recipe.sampling().solver());
    DiffusionRecipe.Sampling sampling = recipe.sampledBy(solver, choice.grid, steps);
    try {
      method.plan(sampling);
      return new Configuration(sampling, null);
    } catch (SpecException e) {
      return new Configuration(sampling, e.getMessage());
    }
  }
}
