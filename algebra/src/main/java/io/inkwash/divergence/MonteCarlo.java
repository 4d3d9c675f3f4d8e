package io.inkwash.divergence;

import java.util.function.ToDoubleFunction;

/**
 * A mean over samples, and how sure it is.
 *
 * @param value the estimate
 * @param standardError its standard deviation, from the spread of the samples; NaN of one sample
 */
public record MonteCarlo(double value, double standardError) {

  /**
   * KL(p || q) in nats, {@code E_p[log p - log q]}. Unbiased, and thus possibly negative. Where q
   * is much narrower than p the standard error is itself unsure: rare samples carry most of the
   * sum.
   *
   * @param fromP samples of p, one or more points
   */
  public static MonteCarlo kl(Density p, Density q, double[][] fromP) {
    return mean(fromP, point -> p.logDensity(point) - q.logDensity(point));
  }

  /**
   * JS(p, q) in nats. Each sample's term is at most log 2, so the estimate is never far off.
   *
   * @param fromP samples of p, one or more points
   * @param fromQ samples of q, one or more points
   */
  public static MonteCarlo js(Density p, Density q, double[][] fromP, double[][] fromQ) {
    MonteCarlo first =
        mean(
            fromP, point -> OptimalDiscriminator.logTwoD(p.logDensity(point), q.logDensity(point)));
    MonteCarlo second =
        mean(
            fromQ, point -> OptimalDiscriminator.logTwoD(q.logDensity(point), p.logDensity(point)));
    return new MonteCarlo(
        0.5 * (first.value + second.value),
        0.5 * Math.hypot(first.standardError, second.standardError));
  }

  /** The mean of a function over samples, by Welford's running sums. */
  static MonteCarlo mean(double[][] samples, ToDoubleFunction<double[]> function) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("no samples; allowed: 1 or more");
    }
    double mean = 0;
    double squares = 0;
    for (int n = 0; n < samples.length; n++) {
      double value = function.applyAsDouble(samples[n]);
      double off = value - mean;
      mean += off / (n + 1);
      squares += off * (value - mean);
    }
    double variance = squares / (samples.length - 1.0);
    return new MonteCarlo(mean, Math.sqrt(variance / samples.length));
  }
}
