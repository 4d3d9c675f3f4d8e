package io.inkwash.process;

import static io.inkwash.format.Text.format;

/**
 * The variance-exploding path over t in [0, 1]: {@code alpha = 1}, {@code sigma(t) = sigmaMin
 * (sigmaMax / sigmaMin)^t} (Song et al. 2021, arXiv 2011.13456, equation 31).
 *
 * <p>Time 0 is data, so {@code sigma(0) = 0} although sigma falls only to sigmaMin just above it;
 * the paper makes the same exception (appendix C).
 *
 * @param sigmaMin noise of the cleanest level, positive
 * @param sigmaMax noise of the noisiest level, larger than sigmaMin
 * @param start where sampling ends, in (0, 1): 1e-5 as published
 */
public record Ve(double sigmaMin, double sigmaMax, double start) implements GaussianPath {

  /** Checks the ranges given above. */
  public Ve {
    PathPreconditions.requireSigmas(sigmaMin, sigmaMax);
    PathPreconditions.requireStart(start, 1);
  }

  /** The published path, sigma from 0.01 to 50. */
  public static Ve geometric() {
    return geometric(0.01, 50);
  }

  /** The path between two noise levels; sampling ends at 1e-5. */
  public static Ve geometric(double sigmaMin, double sigmaMax) {
    return new Ve(sigmaMin, sigmaMax, 1e-5);
  }

  @Override
  public String name() {
    return format("ve(%s, %s)", sigmaMin, sigmaMax);
  }

  @Override
  public double alpha(double t) {
    return 1;
  }

  @Override
  public double alphaDot(double t) {
    return 0;
  }

  @Override
  public double sigma(double t) {
    return t == 0 ? 0 : sigmaMin * Math.exp(t * logRatio());
  }

  @Override
  public double sigmaDot(double t) {
    return sigma(t) * logRatio();
  }

  @Override
  public double end() {
    return 1;
  }

  @Override
  public double timeAtLogSnr(double logSnr) {
    return Math.min(extendedTimeAtLogSnr(logSnr), end());
  }

  @Override
  public double extendedTimeAtLogSnr(double logSnr) {
    return Math.max(0, (-0.5 * logSnr - Math.log(sigmaMin)) / logRatio());
  }

  private double logRatio() {
    return Math.log(sigmaMax / sigmaMin);
  }
}
