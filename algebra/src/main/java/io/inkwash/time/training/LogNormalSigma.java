package io.inkwash.time.training;

import io.inkwash.process.GaussianPath;

/**
 * Times whose noise level is log-normal: {@code ln(sigma / alpha) ~ N(mean, sd^2)} (Karras et al.
 * 2022, arXiv 2206.00364, table 1). Levels beyond the path's own give its start or end.
 *
 * <p>All importances are 1: the distribution is part of the training objective.
 *
 * @param mean of the logarithm: -1.2 for images of standard deviation 0.5
 * @param sd standard deviation of the logarithm, positive: 1.2
 */
public record LogNormalSigma(double mean, double sd) implements TimeSampler {

  /** Checks that the mean is finite and the standard deviation positive. */
  public LogNormalSigma {
    NormalQuantile.requireNormal(mean, sd);
  }

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    return Uniforms.levels(path, uniforms, u -> Math.exp(mean + sd * NormalQuantile.at(u)));
  }
}
