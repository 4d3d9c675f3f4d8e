package io.inkwash.examples;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/**
 * The spherical path of TrigFlow, {@code alpha(t) = cos t}, {@code sigma(t) = sin t} (Lu and Song
 * 2024, arXiv 2410.11081, section 3): variance preserving, its noise ratio sigma / alpha is tan t.
 *
 * @param noiseMin the smallest noise ratio that sampling visits, positive: 0.004 in the paper
 * @param noiseMax the largest, above noiseMin: 160 in the paper
 */
public record TrigFlow(double noiseMin, double noiseMax) implements GaussianPath {

  /** Checks the ranges given above. */
  public TrigFlow {
    if (!(noiseMin > 0 && noiseMin < noiseMax && noiseMax < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          format(
              "noise ratios are %s to %s; allowed: 0 < noiseMin < noiseMax, finite, such as 0.004"
                  + " and 160",
              noiseMin, noiseMax));
    }
  }

  @Override
  public String name() {
    return format("trigflow(%s, %s)", noiseMin, noiseMax);
  }

  @Override
  public double alpha(double t) {
    return Math.cos(t);
  }

  @Override
  public double sigma(double t) {
    return Math.sin(t);
  }

  @Override
  public double alphaDot(double t) {
    return -Math.sin(t);
  }

  @Override
  public double sigmaDot(double t) {
    return Math.cos(t);
  }

  @Override
  public double start() {
    return Math.atan(noiseMin);
  }

  @Override
  public double end() {
    return Math.atan(noiseMax);
  }

  @Override
  public double timeAtLogSnr(double logSnr) {
    return Math.min(Math.atan(Math.exp(-0.5 * logSnr)), end());
  }
}
