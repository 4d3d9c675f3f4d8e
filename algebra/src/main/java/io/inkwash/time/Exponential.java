package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Noise levels {@code sigma / alpha} whose logarithms follow a power of the step: at power 1 they
 * form a geometric progression, so the times are evenly spaced in log-SNR (Lu et al. 2022, arXiv
 * 2206.00927), "Lu's lambdas" of diffusers. Other powers are k-diffusion's "polyexponential"
 * levels.
 *
 * @param power positive: 1 for even spacing, more for more steps near the data
 */
public record Exponential(double power) implements TimeGrid {

  /** Checks that the power is positive. */
  public Exponential {
    if (!(power > 0)) {
      throw new IllegalArgumentException(
          "power " + power + " of exponential levels: need more than 0, as 1");
    }
  }

  @Override
  public String name() {
    return "exponential";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    return GridRules.levelsBetween(
        this,
        path,
        steps,
        (fraction, low, high) ->
            low * Math.exp(Math.pow(1 - fraction, power) * Math.log(high / low)));
  }
}
