package io.inkwash.recipe;

import io.inkwash.objective.DenoisingObjective;
import io.inkwash.objective.Objective;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Sampler;
import io.inkwash.solve.Solver;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.TimeSampler;
import io.inkwash.train.NetworkStep;
import io.inkwash.weighting.Weighting;

/**
 * A recipe's names turned into values.
 *
 * @param path the forward process
 * @param parameterization how the network meets it
 * @param weighting the loss weights
 * @param times where training times come from; may keep a history, so each method has its own
 * @param training the optimiser's settings
 * @param sampler the default sampler
 */
public record Method(
    GaussianPath path,
    Parameterization parameterization,
    Weighting weighting,
    TimeSampler times,
    NetworkStep.Settings training,
    Sampler sampler) {

  /** The values of a recipe. */
  public static Method of(Recipe recipe) {
    return of(
        recipe.path(),
        recipe.target(),
        recipe.scale(),
        recipe.label(),
        recipe.weighting(),
        recipe.times(),
        recipe.training(),
        recipe.sampling());
  }

  static Method of(
      Choice path,
      Choice target,
      Choice scale,
      Choice label,
      Choice weighting,
      Choice times,
      Recipe.Training training,
      Recipe.Sampling sampling) {
    GaussianPath process = Catalog.PATHS.make(path);
    Parameterization parameterization =
        new Parameterization(
            Catalog.TARGETS.make(target), Catalog.SCALES.make(scale), Catalog.LABELS.make(label));
    Weighting weights = Catalog.WEIGHTINGS.make(weighting);
    TimeSampler sampler = Catalog.TIMES.make(times);
    try {
      parameterization.target().check(process);
      requireFinite("scale " + scale.name(), process, parameterization.inputScale()::at);
      requireFinite("label " + label.name(), process, parameterization.timeLabel()::at);
      requireFinite(
          "weighting " + weighting.name(),
          process,
          (p, t) -> weights.onTarget(p, t, parameterization.target()));
      sampler.sample(process, new double[] {0.5});
      return new Method(
          process,
          parameterization,
          weights,
          sampler,
          new NetworkStep.Settings(
              training.learningRate(),
              Catalog.OPTIMIZERS.make(training.optimizer()),
              training.ema(),
              training.clip(),
              training.accumulate()),
          sampler(process, sampling.solver(), sampling.grid(), sampling.steps()));
    } catch (IllegalArgumentException e) {
      throw new RecipeException(String.valueOf(e.getMessage()));
    }
  }

  /** A number that training computes from the path and the time. */
  private interface AtTime {
    double at(GaussianPath path, double t);
  }

  private static void requireFinite(String name, GaussianPath path, AtTime number) {
    for (double t : new double[] {path.start(), path.end()}) {
      double value = number.at(path, t);
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "%s is %s at t = %s of %s; choose another, which is finite there"
                .formatted(name, value, t, path.name()));
      }
    }
  }

  /**
   * A sampler of a process.
   *
   * @throws RecipeException if the grid or the solver does not fit the process
   */
  public static Sampler sampler(GaussianPath path, Choice solver, Choice grid, int steps) {
    Solver rule = Catalog.SOLVERS.make(solver);
    TimeGrid times = Catalog.GRIDS.make(grid);
    double[] stops;
    try {
      stops = times.times(path, steps);
    } catch (IllegalArgumentException e) {
      throw new RecipeException("grid " + grid.name() + ": " + e.getMessage());
    }
    try {
      return new Sampler(path, rule, stops);
    } catch (IllegalArgumentException e) {
      throw new RecipeException("solver " + e.getMessage());
    }
  }

  /** The training objective. */
  public Objective objective() {
    return new DenoisingObjective(path, parameterization, weighting, times);
  }
}
