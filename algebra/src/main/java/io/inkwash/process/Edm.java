package io.inkwash.process;

import static io.inkwash.format.Text.format;

/**
 * EDM's path, where time is the noise level: {@code alpha = 1}, {@code sigma(t) = t} (Karras et al.
 * 2022, arXiv 2206.00364, section 3).
 *
 * @param sigmaMin the smallest noise level that sampling visits, positive
 * @param sigmaMax the noise that sampling starts from, larger than sigmaMin
 */
public record Edm(double sigmaMin, double sigmaMax) implements GaussianPath {

  /** Checks the ranges given above. */
  public Edm {
    PathPreconditions.requireSigmas(sigmaMin, sigmaMax);
  }

  /** The published range, 0.002 to 80. */
  public static Edm standard() {
    return new Edm(0.002, 80);
  }

  @Override
  public String name() {
    return format("edm(%s, %s)", sigmaMin, sigmaMax);
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
    return t;
  }

  @Override
  public double sigmaDot(double t) {
    return 1;
  }

  @Override
  public double start() {
    return sigmaMin;
  }

  @Override
  public double end() {
    return sigmaMax;
  }

  @Override
  public double timeAtLogSnr(double logSnr) {
    return Math.min(extendedTimeAtLogSnr(logSnr), end());
  }

  @Override
  public double extendedTimeAtLogSnr(double logSnr) {
    return Math.exp(-0.5 * logSnr);
  }
}
