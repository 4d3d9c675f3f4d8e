package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/** What solvers ask of a path. */
final class Preconditions {
  private Preconditions() {}

  /** Refuses a path that starts from pure noise. */
  static void signalAtEnd(GaussianPath path, String solver, String reason) {
    if (path.alpha(path.end()) == 0) {
      throw new IllegalArgumentException(
          format(
              "%s on %s, where no signal is left at t = %s: %s",
              solver, path.name(), path.end(), reason));
    }
  }

  /** Refuses a path that never becomes noise, so that there is nothing to start from. */
  static void noiseAtEnd(GaussianPath path) {
    if (!(path.sigma(path.end()) > 0)) {
      throw new IllegalArgumentException(
          format(
              "%s has no noise at its end t = %s: sampling starts from noise; use a path with sigma > 0",
              path.name(), path.end()));
    }
  }

  /** Refuses an order outside of 1 to highest. */
  static void order(String solver, int order, int highest) {
    if (order < 1 || order > highest) {
      throw new IllegalArgumentException(
          format("order of %s is %d; allowed: 1 to %d", solver, order, highest));
    }
  }

  /** Refuses a list of times that is not a grid. */
  static void falling(double[] times) {
    if (times.length < 2) {
      throw new IllegalArgumentException(
          format("a grid of %d times; allowed: 2 or more, from noise to data", times.length));
    }
    for (int i = 1; i < times.length; i++) {
      if (!(times[i] < times[i - 1])) {
        throw new IllegalArgumentException(
            format(
                "time %s follows %s in a grid; allowed: times that fall strictly from noise to data",
                times[i], times[i - 1]));
      }
    }
  }
}
