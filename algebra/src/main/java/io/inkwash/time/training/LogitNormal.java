package io.inkwash.time.training;

import io.inkwash.process.GaussianPath;
import io.inkwash.time.FlowShift;

/**
 * Times whose fraction of the path is logit-normal: {@code t = end logistic(z)}, {@code z ~ N(mean,
 * sd^2)}, clamped to start and end (Esser et al. 2024, arXiv 2403.03206, section 3.1).
 *
 * <p>The shift of a resolution ({@link FlowShift}) adds its logarithm to the mean.
 *
 * <p>All importances are 1: the distribution is part of the training objective.
 *
 * @param mean of z: 0 favors the middle, more favors noise
 * @param sd standard deviation of z, positive: 1
 */
public record LogitNormal(double mean, double sd) implements TimeSampler {

  /** Checks that the mean is finite and the standard deviation positive. */
  public LogitNormal {
    NormalQuantile.requireNormal(mean, sd);
  }

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    return Uniforms.map(
        uniforms,
        u -> {
          double z = mean + sd * NormalQuantile.at(u);
          return path.snap(path.end() / (1 + Math.exp(-z)));
        });
  }
}
