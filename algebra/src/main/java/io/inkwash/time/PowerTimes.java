package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Times whose roots are evenly spaced between those of the path's end and start: {@code
 * time_quadratic} of DPM-Solver's authors at exponent 2 (Lu et al. 2022, arXiv 2206.00927). {@link
 * Quadratic} is DDIM's, which starts from 0.
 *
 * @param exponent positive: 2 as published, 1 for {@link Linspace}
 */
public record PowerTimes(double exponent) implements TimeGrid {

  /** Checks that the exponent is positive. */
  public PowerTimes {
    if (!(exponent > 0 && exponent < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "exponent " + exponent + " of a grid: need a positive number, as 2");
    }
  }

  @Override
  public String name() {
    return "power";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    double top = Math.pow(path.end(), 1 / exponent);
    double bottom = Math.pow(path.start(), 1 / exponent);
    return GridRules.grid(
        this,
        path,
        steps,
        k -> {
          double fraction = GridRules.fraction(k, steps);
          return fraction == 0
              ? path.end()
              : fraction == 1 ? path.start() : Math.pow(top + fraction * (bottom - top), exponent);
        });
  }
}
