package io.inkwash.time.training;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/**
 * Times whose noise level {@code sigma / alpha} is log-logistic between two bounds: {@code ln(sigma
 * / alpha)} is logistic about a mean (k-diffusion's "loglogistic").
 *
 * <p>All importances are 1: the distribution is part of the training objective.
 *
 * @param mean of the logarithm: ln(0.5) for images of standard deviation 0.5
 * @param scale of the logistic distribution, positive: 0.5
 * @param sigmaMin smallest level, at least 0
 * @param sigmaMax largest level, larger than sigmaMin; it may be infinite
 */
public record LogLogisticSigma(double mean, double scale, double sigmaMin, double sigmaMax)
    implements TimeSampler {

  /** Checks the ranges given above. */
  public LogLogisticSigma {
    Uniforms.requireLevels(sigmaMin, sigmaMax);
    if (!(Double.isFinite(mean) && scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          format(
              "log-logistic levels of mean %s and scale %s: need a finite mean, a positive scale",
              mean, scale));
    }
  }

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    double from = probability(sigmaMin);
    double to = probability(sigmaMax);
    return Uniforms.levels(
        path,
        uniforms,
        u -> {
          double p = from + u * (to - from);
          return Math.exp(mean + scale * (Math.log(p) - Math.log1p(-p)));
        });
  }

  private double probability(double sigma) {
    return 1 / (1 + Math.exp((mean - Math.log(sigma)) / scale));
  }
}
