package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/** The checks that solvers share. Each throws IllegalArgumentException with one line. */
public final class Preconditions {
  private Preconditions() {}

  /** Refuses a path whose end is pure noise, for solvers that divide by alpha. */
  public static void signalAtEnd(GaussianPath path, String solver, String reason) {
    if (!path.signalAtEnd()) {
      throw new IllegalArgumentException(
          format(
              "%s on %s, where no signal is left at t = %s: %s",
              solver, path.name(), path.end(), reason));
    }
  }

  /** Refuses a path without noise at its end, where sampling could not start. */
  public static void noiseAtEnd(GaussianPath path) {
    if (!(path.sigma(path.end()) > 0)) {
      throw new IllegalArgumentException(
          format(
              "%s has no noise at its end t = %s: sampling starts from noise; use a path with sigma > 0",
              path.name(), path.end()));
    }
  }

  /** Refuses an order outside of 1 to highest. */
  public static void order(String solver, int order, int highest) {
    if (order < 1 || order > highest) {
      throw new IllegalArgumentException(
          format("order of %s is %d; allowed: 1 to %d", solver, order, highest));
    }
  }

  /** Refuses a number outside of [low, high]. */
  public static void range(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          format("%s is %s; allowed: %s to %s", name, plain(value), plain(low), plain(high)));
    }
  }

  /** A whole number without a fraction. */
  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Refuses a share of fresh noise outside of [0, 1]. */
  public static void eta(double eta) {
    if (!(eta >= 0 && eta <= 1)) {
      throw new IllegalArgumentException(
          "eta is " + eta + "; allowed: 0 (deterministic) to 1 (as noisy as DDPM)");
    }
  }

  /** Refuses a list of times in which one is repeated at once, for solvers that climb. */
  public static void moving(double[] times) {
    if (times.length < 2) {
      throw new IllegalArgumentException(
          format("a grid of %d times; allowed: 2 or more", times.length));
    }
    for (int i = 1; i < times.length; i++) {
      if (!(times[i] < times[i - 1] || times[i] > times[i - 1])) {
        throw new IllegalArgumentException(
            format(
                "time %s follows %s in a grid; allowed: times that differ from the one before",
                times[i], times[i - 1]));
      }
    }
  }

  /** Refuses a list of times that is not a grid. */
  public static void falling(double[] times) {
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
