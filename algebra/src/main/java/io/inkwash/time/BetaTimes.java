package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Times at the quantiles of a beta distribution, dense at both ends of the path for shapes below 1
 * ("Beta Sampling is All You Need", Lee et al. 2024, arXiv 2407.12173).
 *
 * <p>Number k of n is {@code start + q (end - start)}, with q the quantile of {@code 1 - k / n}. On
 * a discrete path it is rounded: less 1, the timesteps of ComfyUI's "beta". Many steps repeat a
 * timestep near the ends; such a grid is refused, where that code drops the repetition.
 *
 * @param alpha the first shape, positive: 0.6 as published
 * @param beta the second shape, positive: 0.6 as published
 */
public record BetaTimes(double alpha, double beta) implements TimeGrid {

  /** Checks that both shapes are positive. */
  public BetaTimes {
    GridRules.requireShapes(alpha, beta);
  }

  @Override
  public String name() {
    return "beta";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    double length = path.end() - path.start();
    return GridRules.grid(
        this,
        path,
        steps,
        k -> path.start() + BetaQuantile.at(1 - (double) k / steps, alpha, beta) * length);
  }
}
