package io.inkwash.process;

import static io.inkwash.format.Text.format;

/**
 * The noise levels of a score network: {@code alpha = 1} and T values of sigma in geometric
 * progression (Song and Ermon 2019, arXiv 1907.05600). Level t = 1 is the cleanest and T the
 * noisiest; the paper counts the other way.
 *
 * <p>Between whole times sigma goes on geometrically; below t = 1 it falls linearly to 0.
 *
 * @param sigmaMin noise at t = 1, positive
 * @param sigmaMax noise at t = T, larger than sigmaMin
 * @param timesteps T, at least 2
 */
public record VeLevels(double sigmaMin, double sigmaMax, int timesteps) implements DiscreteTimes {

  /** Checks the ranges given above. */
  public VeLevels {
    PathPreconditions.requireSigmas(sigmaMin, sigmaMax);
    PathPreconditions.require(
        timesteps >= 2, format("%s noise levels: need at least 2", timesteps));
  }

  /** NCSN's ten levels from 0.01 to 1. */
  public static VeLevels ncsn() {
    return new VeLevels(0.01, 1, 10);
  }

  /** NCSNv2's 232 levels from 0.01 to 50 for CIFAR-10 (Song and Ermon 2020, arXiv 2006.09011). */
  public static VeLevels ncsnV2() {
    return new VeLevels(0.01, 50, 232);
  }

  @Override
  public String name() {
    return format("ve levels(%s, %s, %d)", sigmaMin, sigmaMax, timesteps);
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
    return t < 1 ? sigmaMin * t : sigmaMin * Math.exp((t - 1) * logRatio());
  }

  @Override
  public double sigmaDot(double t) {
    return t <= 1 ? sigmaMin : sigma(t) * logRatio();
  }

  /** Logarithm of the ratio of two neighboring levels. */
  private double logRatio() {
    return Math.log(sigmaMax / sigmaMin) / (timesteps - 1);
  }
}
