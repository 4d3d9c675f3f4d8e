package io.inkwash.cli.options;

import io.inkwash.catalog.Spec;
import io.inkwash.recipe.naming.SolverOnGrid;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.DrawingWords;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that say how images are drawn. */
public final class SamplerOptions {

  @Mixin BatchOption batch;

  @Option(
      names = "--solver",
      paramLabel = "S",
      description =
          "Solver, or a name from diffusers, k-diffusion or ComfyUI; SOLVER@GRID with a grid."
              + " Default: the recipe's.")
  @Nullable String solver;

  @Mixin GridOption grid;

  @Option(names = "--steps", paramLabel = "N", description = "Steps. Default: the recipe's.")
  @Nullable Integer steps;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "How estimates are held to the pixel range. Default: the recipe's.")
  @Nullable String threshold;

  @Mixin SeedOption seed;

  /** Refuses what cannot be, before anything is read. */
  public void check(CommandSpec spec) {
    batch.check(spec);
    if (steps != null) {
      Usage.requireAtLeast(spec, "--steps", steps, 1);
    }
    grid.check(spec);
    if (solver != null) {
      checkSolver(spec, solver);
    }
    Usage.requireMeaning(spec, threshold, Catalog.THRESHOLDS);
  }

  /** Prints what another program's name for a solver stands for. */
  private void checkSolver(CommandSpec spec, String words) {
    SolverOnGrid meant = Usage.meaning(spec, () -> SolverOnGrid.parse(words).check());
    int at = words.indexOf('@');
    if (at >= 0 && grid.choice() != null) {
      throw Usage.wrong(
          spec,
          "--solver "
              + words
              + " names the grid "
              + words.substring(at + 1)
              + ", and --grid another; leave one of them out");
    }
    if (!meant.toString().equals(words)) {
      spec.commandLine().getErr().println("--solver " + words + " is " + meant);
    }
  }

  /** Images at a time, 1 or more. */
  public int batch() {
    return batch.size();
  }

  /** Seed of the noise. */
  public long seed() {
    return seed.value();
  }

  /** Whether the caller names a solver, rather than the recipe's. */
  public boolean namesSolver() {
    return solver != null;
  }

  /**
   * The words of these options.
   *
   * @param guidance how the model is guided
   * @param classes of the images
   */
  DrawingWords words(Optional<String> guidance, List<String> classes) {
    return new DrawingWords(
        Optional.ofNullable(solver),
        Optional.ofNullable(grid.choice()).map(Spec::toString),
        Optional.ofNullable(steps),
        Optional.ofNullable(threshold),
        guidance,
        classes,
        seed());
  }

  /** The words of these options, for images that a guidance leads to. */
  public DrawingWords words(Optional<String> guidance) {
    return words(guidance, List.of());
  }
}
