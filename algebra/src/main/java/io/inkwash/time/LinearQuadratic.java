package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Small even steps from the noise, then steps that grow quadratically towards the data: Mochi's and
 * LTX-Video's times, "linear_quadratic" in ComfyUI.
 *
 * <p>The first half of the steps goes from 1 down to {@code 1 - threshold} of the path in equal
 * strides. The rest is the parabola that continues their value and slope and ends at 0.
 *
 * @param threshold the part of the path that the even steps cover, in (0, 1): 0.025 as published
 */
public record LinearQuadratic(double threshold) implements TimeGrid {

  /** Checks the range given above. */
  public LinearQuadratic {
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException(
          "threshold " + threshold + " of a linear-quadratic grid: need 0 < threshold < 1");
    }
  }

  @Override
  public String name() {
    return "linear-quadratic";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    int linear = steps / 2;
    int quadratic = steps - linear;
    double slope = threshold / linear;
    double curve = (1 - threshold - slope * quadratic) / ((double) quadratic * quadratic);
    return GridRules.grid(
        this,
        path,
        steps,
        k -> {
          int past = k - linear;
          double done = k == 0 ? 0 : slope * k + (past > 0 ? curve * past * past : 0);
          return path.end() * (1 - done);
        });
  }
}
