package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Evenly spaced times that include the smallest and leave out the noisiest.
 *
 * <p>On a discrete path these are {@code 1 + offset + k floor(T / steps)}: less 1, the "leading"
 * timesteps of diffusers, and at offset 0 Improved DDPM's "ddimN" where N divides T. Sampling then
 * starts below T although its noise is drawn as for T: with few steps {@link Trailing} is the
 * better choice (Lin et al. 2023, arXiv 2305.08891). On a continuous path the stride is {@code (end
 * - start) / steps}.
 *
 * @param offset added to every time, at least 0: diffusers' {@code steps_offset}, 1 for Stable
 *     Diffusion
 */
public record Leading(double offset) implements TimeGrid {

  /** Checks that the offset is not negative. */
  public Leading {
    if (!(offset >= 0 && offset < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "offset " + offset + " of a leading grid: need 0 or more, as 1");
    }
  }

  @Override
  public String name() {
    return "leading";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    double stride =
        path.discrete() ? Math.floor(path.end() / steps) : (path.end() - path.start()) / steps;
    return GridRules.grid(this, path, steps, k -> path.start() + offset + (steps - 1 - k) * stride);
  }
}
