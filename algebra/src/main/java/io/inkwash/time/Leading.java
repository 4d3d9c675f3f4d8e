package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Evenly spaced times that include the smallest and leave out the noisiest.
 *
 * <p>On a discrete path these are {@code 1 + k floor(T / steps)}: less 1, the "leading" timesteps
 * of diffusers with offset 0, and Improved DDPM's "ddimN" where N divides T. Sampling then starts
 * below T although its noise is drawn as for T: with few steps {@link Trailing} is the better
 * choice (Lin et al. 2023, arXiv 2305.08891). On a continuous path the stride is {@code (end -
 * start) / steps}.
 */
public record Leading() implements TimeGrid {

  @Override
  public String name() {
    return "leading";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    double stride =
        path.discrete() ? Math.floor(path.end() / steps) : (path.end() - path.start()) / steps;
    return GridRules.grid(this, path, steps, k -> path.start() + (steps - 1 - k) * stride);
  }
}
