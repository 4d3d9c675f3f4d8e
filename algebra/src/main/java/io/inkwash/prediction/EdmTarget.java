package io.inkwash.prediction;

import io.inkwash.process.GaussianPath;

/**
 * EDM's network target F, with {@code x0 = c_skip x / alpha + c_out F} (Karras et al. 2022, arXiv
 * 2206.00364, equation 7), on any path: {@code (sigma / (d n), -alpha d / n)} with d the standard
 * deviation of the data and {@code n^2 = sigma^2 + alpha^2 d^2} the variance of x_t.
 *
 * <p>F has unit variance at every noise level. At d = 1 on a variance-preserving path it is -v.
 *
 * @param sigmaData standard deviation of the data, positive: 0.5 as published
 */
public record EdmTarget(double sigmaData) implements Target {

  /** Checks that the standard deviation is positive and finite. */
  public EdmTarget {
    if (!(sigmaData > 0 && sigmaData < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "sigmaData " + sigmaData + ": need the positive standard deviation of the data, as 0.5");
    }
  }

  @Override
  public String name() {
    return "edm(" + sigmaData + ")";
  }

  @Override
  public double x0Coefficient(GaussianPath path, double t) {
    return path.sigma(t) / (sigmaData * spread(path, t));
  }

  @Override
  public double epsCoefficient(GaussianPath path, double t) {
    return -path.alpha(t) * sigmaData / spread(path, t);
  }

  /** Standard deviation of x_t. */
  private double spread(GaussianPath path, double t) {
    return Math.hypot(path.sigma(t), path.alpha(t) * sigmaData);
  }
}
