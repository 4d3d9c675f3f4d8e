package io.inkwash.examples;

import io.inkwash.process.GaussianPath;
import io.inkwash.weighting.Weighting;

/**
 * The sigmoid weighting, {@code sigmoid(bias - log SNR)} on the squared noise error (Kingma and Gao
 * 2023, arXiv 2303.00848, section 5): nearly clean images count little, as the eye does not see
 * their noise.
 *
 * @param bias the log-SNR at which the weight is a half: 2 in the paper
 */
public record SigmoidWeighting(double bias) implements Weighting {

  /** A noise error is an x0 error times the SNR's root, so the weight on x0 has the SNR more. */
  @Override
  public double logOnX0(GaussianPath path, double t) {
    double logSnr = path.logSnr(t);
    return logSnr - softplus(logSnr - bias);
  }

  /** {@code log(1 + e^x)}, which is minus the logarithm of {@code sigmoid(-x)}. */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
