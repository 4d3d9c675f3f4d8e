package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Times whose place on the path is logit-normal: {@code t = end logistic(z)}, {@code z ~ N(mean,
 * deviation^2)}, held between start and end (Esser et al. 2024, arXiv 2403.03206, section 3.1).
 *
 * <p>All importances are 1: the distribution is part of the training objective.
 *
 * @param mean of z: 0 favors the middle, more favors noise
 * @param deviation of z, positive: 1
 */
public record LogitNormal(double mean, double deviation) implements TimeSampler {

  /** Checks that the mean is finite and the deviation positive. */
  public LogitNormal {
    NormalQuantile.requireNormal(mean, deviation);
  }

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    return Uniforms.map(
        uniforms,
        u -> {
          double z = mean + deviation * NormalQuantile.at(u);
          return path.snap(path.end() / (1 + Math.exp(-z)));
        });
  }
}
