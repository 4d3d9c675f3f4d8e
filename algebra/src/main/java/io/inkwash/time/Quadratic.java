package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Times that grow as a square, dense near the data (Song et al. 2021, arXiv 2010.02502, appendix
 * D.2).
 *
 * <p>Counted from the data, number k of n is {@code start + reach (k / (n - 1))^2 (end - start)};
 * on a discrete path the part after start is {@code reach T (k / (n - 1))^2}, rounded down. The
 * authors' code starts at 0.8 of the table: {@code new Quadratic(0.8)} gives its timesteps plus 1.
 *
 * @param reach the fraction of the path at which sampling starts, in (0, 1]
 */
public record Quadratic(double reach) implements TimeGrid {

  /** Checks the range given above. */
  public Quadratic {
    if (!(reach > 0 && reach <= 1)) {
      throw new IllegalArgumentException(
          "reach " + reach + " of a quadratic grid: need 0 < reach <= 1, as 1");
    }
  }

  @Override
  public String name() {
    return "quadratic";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    double length = path.discrete() ? path.end() : path.end() - path.start();
    double top = Math.sqrt(reach * length);
    double stride = top / Math.max(steps - 1, 1); // in this order: it decides what rounds down
    return GridRules.grid(
        this,
        path,
        steps,
        k -> {
          double root = k == 0 ? top : (steps - 1 - k) * stride;
          double part = root * root;
          return path.start() + (path.discrete() ? Math.floor(part) : part);
        });
  }
}
