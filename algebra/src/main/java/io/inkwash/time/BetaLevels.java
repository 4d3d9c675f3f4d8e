package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Noise levels {@code sigma / alpha} at evenly spaced quantiles of a beta distribution between the
 * path's smallest and largest: what diffusers makes of Lee et al. 2024 (arXiv 2407.12173) with
 * {@code use_beta_sigmas}. The paper spaces times so, as {@link BetaTimes} does.
 *
 * @param alpha the first shape, positive: 0.6 as published
 * @param beta the second shape, positive: 0.6 as published
 */
public record BetaLevels(double alpha, double beta) implements TimeGrid {

  /** Checks that both shapes are positive. */
  public BetaLevels {
    GridRules.requireShapes(alpha, beta);
  }

  @Override
  public String name() {
    return "beta-levels";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    return GridRules.levelsBetween(
        this,
        path,
        steps,
        (fraction, low, high) -> low + BetaQuantile.at(1 - fraction, alpha, beta) * (high - low));
  }
}
