package io.inkwash.time;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/**
 * Timesteps of a latent consistency model: of those on which it was distilled, evenly spaced ones
 * from the noisiest (Luo et al. 2023, arXiv 2310.04378).
 *
 * <p>Less 1, the timesteps of diffusers' LCM and TCD.
 *
 * @param distilled the timesteps of the distillation, at least 1: 50 as published
 */
public record LcmTimes(int distilled) implements TimeGrid {

  /** Checks that there is a timestep. */
  public LcmTimes {
    if (distilled < 1) {
      throw new IllegalArgumentException(
          distilled + " timesteps of a distillation: need at least 1, as 50");
    }
  }

  @Override
  public String name() {
    return "lcm";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    GridRules.requireDiscrete(this, path);
    if (steps > distilled || distilled > path.end()) {
      throw new IllegalArgumentException(
          format(
              "%d steps of %d distilled timesteps on %s: need at most that many, and at most %d of them",
              steps, distilled, path.name(), (int) path.end()));
    }
    int stride = (int) path.end() / distilled;
    return GridRules.grid(
        this,
        path,
        steps,
        k -> stride * (distilled - Math.floor(k * ((double) distilled / steps))));
  }
}
