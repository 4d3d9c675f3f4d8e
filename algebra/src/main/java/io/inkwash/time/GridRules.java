package io.inkwash.time;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** The rules that all grids share. */
final class GridRules {
  /** More is a slip, and would fill the memory. */
  private static final int MOST_STEPS = 1_000_000;

  private GridRules() {}

  /**
   * The grid whose k-th time is {@code time(k)}, k = 0 the noisiest, and after them 0.
   *
   * @throws IllegalArgumentException if the times do not fall strictly
   */
  static double[] grid(TimeGrid kind, GaussianPath path, int steps, IntToDoubleFunction time) {
    requireSteps(kind, path, steps);
    double[] times = new double[steps + 1];
    Arrays.setAll(times, k -> k < steps ? path.snap(time.applyAsDouble(k)) : 0);
    for (int k = 1; k <= steps; k++) {
      if (!(times[k] < times[k - 1])) {
        throw new IllegalArgumentException(
            format(
                "grid %s with %d steps on %s visits t = %s after t = %s: use fewer steps or another grid",
                kind.name(), steps, path.name(), times[k], times[k - 1]));
      }
    }
    return times;
  }

  /** A noise level between two others. */
  @FunctionalInterface
  interface Level {
    /** The level at a fraction of the steps, from 0 (the noisiest) to 1. */
    double at(double fraction, double low, double high);
  }

  /**
   * The grid of noise levels {@code sigma / alpha} between the path's own, both of which are
   * visited.
   */
  static double[] levelsBetween(TimeGrid kind, GaussianPath path, int steps, Level level) {
    return levelsBetween(kind, path, steps, 0, Double.POSITIVE_INFINITY, level);
  }

  /**
   * The grid of noise levels between two, as far as they are within the path's own. The noisiest is
   * exact, and so is the last of two or more.
   *
   * @throws IllegalArgumentException if the largest is infinite
   */
  static double[] levelsBetween(
      TimeGrid kind, GaussianPath path, int steps, double smallest, double largest, Level level) {
    double low = Math.max(smallest, path.noiseRatio(path.start()));
    double high = requireFinite(kind, path, Math.min(largest, path.noiseRatio(path.end())));
    return levels(
        kind,
        path,
        steps,
        k -> {
          double fraction = fraction(k, steps);
          return fraction == 0 ? high : fraction == 1 ? low : level.at(fraction, low, high);
        });
  }

  /**
   * The grid of falling noise levels {@code sigma / alpha}, {@code level(k)} for k = 0, the
   * noisiest, and on. A level beyond the path's own range gives the nearer end exactly.
   */
  static double[] levels(TimeGrid kind, GaussianPath path, int steps, IntToDoubleFunction level) {
    double lowest = path.noiseRatio(path.start());
    double highest = path.noiseRatio(path.end());
    return grid(
        kind,
        path,
        steps,
        k -> {
          double noise = level.applyAsDouble(k);
          if (noise >= highest) {
            return path.end();
          }
          return noise <= lowest ? path.start() : path.timeAtNoiseRatio(noise);
        });
  }

  /** How far step k is from the first (0) to the last (1). */
  static double fraction(int k, int steps) {
    return steps == 1 ? 0 : (double) k / (steps - 1);
  }

  /** Refuses a highest noise level that is infinite. */
  static double requireFinite(TimeGrid kind, GaussianPath path, double highest) {
    if (highest == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          format(
              "grid %s on %s, where no signal is left at t = %s: use trailing, or give a largest sigma",
              kind.name(), path.name(), path.end()));
    }
    return highest;
  }

  /** Refuses a path without timesteps. */
  static void requireDiscrete(TimeGrid kind, GaussianPath path) {
    if (!path.discrete()) {
      throw new IllegalArgumentException(
          format(
              "grid %s picks from timesteps, and %s is continuous: use linspace or trailing",
              kind.name(), path.name()));
    }
  }

  /** Refuses a number of steps other than the only one that a grid has. */
  static void requireExactly(TimeGrid kind, GaussianPath path, int steps, int only) {
    if (steps != only) {
      throw new IllegalArgumentException(
          format(
              "%d steps for grid %s on %s: it has %d; ask for those, or use leading or trailing",
              steps, kind.name(), path.name(), only));
    }
  }

  /** Refuses shapes of a beta distribution that are not positive. */
  static void requireShapes(double alpha, double beta) {
    if (!(alpha > 0 && beta > 0 && alpha + beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          format(
              "beta distribution of shapes %s and %s: need positive numbers, as 0.6", alpha, beta));
    }
  }

  /** Refuses fewer than one step, more than a million, and more than a table has timesteps. */
  static void requireSteps(TimeGrid kind, GaussianPath path, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          format("%d steps for grid %s: need at least 1", steps, kind.name()));
    }
    if (steps > MOST_STEPS) {
      throw new IllegalArgumentException(
          format("%d steps for grid %s: need at most %d", steps, kind.name(), MOST_STEPS));
    }
    if (path.discrete() && steps > path.end()) {
      throw new IllegalArgumentException(
          format(
              "%d steps on %s: the table has %d; ask for at most that many",
              steps, path.name(), (int) path.end()));
    }
  }
}
