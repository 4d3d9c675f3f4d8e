package io.inkwash.cli.options;

import io.inkwash.catalog.Spec;
import io.inkwash.recipe.parts.Catalog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option that chooses the times at which a solver stops. */
public final class GridOption {

  @Option(
      names = "--grid",
      paramLabel = "G",
      description =
          "Grid of times. Default: the recipe's, or trailing where it cannot have --steps.")
  @Nullable String grid;

  /** Refuses what cannot be, before anything is read. */
  public void check(CommandSpec spec) {
    Usage.requireMeaning(spec, grid, Catalog.GRIDS);
  }

  /** The grid that the caller chose; null for the default. */
  public @Nullable Spec choice() {
    return grid == null ? null : Spec.parse(grid);
  }
}
