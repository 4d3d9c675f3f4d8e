package io.inkwash.process;

/**
 * A backward step with known data, {@code q(x_s | x_t, x0)}: normal with mean {@code xCoefficient
 * x_t + x0Coefficient x0}.
 *
 * @param xCoefficient weight of the noisy image in the mean
 * @param x0Coefficient weight of the clean image in the mean
 * @param variance of each component, 0 when the step ends on the data
 */
public record Posterior(double xCoefficient, double x0Coefficient, double variance) {

  /**
   * Natural logarithm of the variance, finite also for the step that ends on the data: there it is
   * the log-variance of the {@code noisier} step before it, as in Improved DDPM's code (Nichol and
   * Dhariwal 2021).
   *
   * @throws IllegalArgumentException when both variances are 0
   */
  public double clippedLogVariance(Posterior noisier) {
    double usable = variance > 0 ? variance : noisier.variance;
    if (!(usable > 0)) {
      throw new IllegalArgumentException(
          "log-variance of "
              + usable
              + ": need a positive variance; use a grid of two or more steps");
    }
    return Math.log(usable);
  }
}
