package io.inkwash.divergence;

/**
 * The best discriminator of two distributions, {@code p / (p + q)} (Goodfellow et al. 2014,
 * proposition 1), and what the adversarial game is worth.
 *
 * @param p the data's distribution
 * @param q the generator's
 */
public record OptimalDiscriminator(Density p, Density q) {

  /** Its logit, {@code log p - log q}: what a trained discriminator's output goes to. */
  public double logit(double... point) {
    return p.logDensity(point) - q.logDensity(point);
  }

  /** The probability that a point is data, in [0, 1]. */
  public double probability(double... point) {
    return Math.exp(logProbability(point));
  }

  /** The logarithm of {@link #probability}. */
  public double logProbability(double... point) {
    return logTwoD(p.logDensity(point), q.logDensity(point)) - Math.log(2);
  }

  /**
   * The best value of the game for the discriminator, {@code -log 4 + 2 JS(p, q)} (theorem 1).
   *
   * @param js their Jensen-Shannon divergence in nats
   */
  public static double bestValue(double js) {
    return -Math.log(4) + 2 * js;
  }

  /** {@code log(2 p / (p + q))} from the logarithms of both; minus infinity where p is zero. */
  static double logTwoD(double logP, double logQ) {
    if (logP == Double.NEGATIVE_INFINITY) {
      return logP;
    }
    double gap = logQ - logP;
    double softplus = gap > 0 ? gap + Math.log1p(Math.exp(-gap)) : Math.log1p(Math.exp(gap));
    return Math.log(2) - softplus;
  }
}
