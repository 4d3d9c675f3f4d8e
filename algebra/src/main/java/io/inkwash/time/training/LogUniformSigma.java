package io.inkwash.time.training;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/**
 * Times whose noise level {@code sigma / alpha} has a uniform logarithm between two bounds
 * (k-diffusion's "loguniform").
 *
 * <p>All importances are 1: the distribution is part of the training objective.
 *
 * @param sigmaMin smallest level, positive
 * @param sigmaMax largest level, finite and larger than sigmaMin
 */
public record LogUniformSigma(double sigmaMin, double sigmaMax) implements TimeSampler {

  /** Checks the ranges given above. */
  public LogUniformSigma {
    Uniforms.requireLevels(sigmaMin, sigmaMax);
    if (!(sigmaMin > 0 && sigmaMax < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          format(
              "log-uniform levels from %s to %s: need positive, finite bounds",
              sigmaMin, sigmaMax));
    }
  }

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    double ratio = Math.log(sigmaMax / sigmaMin);
    return Uniforms.levels(path, uniforms, u -> sigmaMin * Math.exp(u * ratio));
  }
}
