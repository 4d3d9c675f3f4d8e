package io.inkwash.time;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/**
 * Noise levels {@code sigma / alpha} whose rho-th roots are evenly spaced (Karras et al. 2022,
 * arXiv 2206.00364, equation 5). A large rho puts more steps near the data.
 *
 * <p>On a discrete path each level gives the timestep nearest in log-SNR. Where two levels fall on
 * one timestep, as on a cosine table with its few large levels, the grid is refused.
 *
 * @param rho positive: 7 as published
 * @param sigmaMin smallest level; below the path's own, the path's own is taken
 * @param sigmaMax largest level; above the path's own, the path's own is taken
 */
public record Karras(double rho, double sigmaMin, double sigmaMax) implements TimeGrid {

  /** Checks that rho is positive and the levels rise. */
  public Karras {
    if (!(rho > 0 && sigmaMin >= 0 && sigmaMin < sigmaMax)) {
      throw new IllegalArgumentException(
          format(
              "Karras levels from %s to %s, rho %s: need rho > 0 and 0 <= sigmaMin < sigmaMax",
              sigmaMin, sigmaMax, rho));
    }
  }

  @Override
  public String name() {
    return "karras";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    return GridRules.levelsBetween(this, path, steps, sigmaMin, sigmaMax, this::level);
  }

  private double level(double fraction, double low, double high) {
    double lowRoot = Math.pow(low, 1 / rho);
    double highRoot = Math.pow(high, 1 / rho);
    return Math.pow(highRoot + fraction * (lowRoot - highRoot), rho);
  }
}
