package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Evenly spaced times that include the noisiest: {@code end (steps - k) / steps}.
 *
 * <p>On a discrete path they are rounded: less 1, the "trailing" timesteps of diffusers. On a path
 * over [0, 1] they are the uniform grid 1, 1 - 1/n, ..., 1/n, 0 of flow matching. The only sensible
 * choice at zero terminal SNR (Lin et al. 2023, arXiv 2305.08891).
 */
public record Trailing() implements TimeGrid {

  @Override
  public String name() {
    return "trailing";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    double stride = path.end() / steps;
    return GridRules.grid(
        this,
        path,
        steps,
        k -> {
          double t = path.end() - k * stride;
          return path.discrete() ? Math.rint(t) : t; // before 1 is taken off: that decides halves
        });
  }
}
