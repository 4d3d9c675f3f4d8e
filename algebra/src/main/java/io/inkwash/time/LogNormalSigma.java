package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Times whose noise level is log-normal: {@code ln(sigma / alpha) ~ N(mean, deviation^2)} (Karras
 * et al. 2022, arXiv 2206.00364, table 1). Levels beyond the path's own are held at its start and
 * end.
 *
 * <p>All importances are 1: the distribution is part of the training objective.
 *
 * @param mean of the logarithm: -1.2 for images of standard deviation 0.5
 * @param deviation of the logarithm, positive: 1.2
 */
public record LogNormalSigma(double mean, double deviation) implements TimeSampler {

  /** Checks that the mean is finite and the deviation positive. */
  public LogNormalSigma {
    NormalQuantile.requireNormal(mean, deviation);
  }

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    return Uniforms.map(
        uniforms,
        u -> path.snap(path.timeAtLogSnr(-2 * (mean + deviation * NormalQuantile.at(u)))));
  }
}
