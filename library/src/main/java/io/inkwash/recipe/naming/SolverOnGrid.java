package io.inkwash.recipe.naming;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.recipe.parts.Catalog;
import java.util.Optional;

/**
 * A solver, and the grid of times that is chosen with it, if one is.
 *
 * @param solver such as {@code dpm++(order=3)}
 * @param grid such as {@code karras}
 */
public record SolverOnGrid(Spec solver, Optional<Spec> grid) {

  /**
   * Reads {@code SOLVER} or {@code SOLVER@GRID}. The solver may have another program's name, such
   * as {@code dpmpp_2m_karras}; a grid that this name ends with yields to the one after the @.
   *
   * @throws SpecException if the words are not a spec
   */
  public static SolverOnGrid parse(String words) {
    int at = words.indexOf('@');
    if (at >= 0) {
      Spec grid = Spec.parse(words.substring(at + 1));
      return new SolverOnGrid(parse(words.substring(0, at)).solver, Optional.of(grid));
    }
    return PeerNames.of(words)
        .orElseGet(() -> new SolverOnGrid(Spec.parse(words), Optional.empty()));
  }

  /**
   * Refuses names and values that there are not.
   *
   * @return this
   * @throws SpecException with those that there are
   */
  public SolverOnGrid check() {
    Catalog.SOLVERS.make(solver);
    grid.ifPresent(Catalog.GRIDS::make);
    return this;
  }

  /** As it is read: {@code dpm++@karras}. */
  @Override
  public String toString() {
    return solver + grid.map(spec -> "@" + spec).orElse("");
  }
}
