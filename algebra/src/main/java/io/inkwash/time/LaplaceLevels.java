package io.inkwash.time;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/**
 * Noise levels {@code sigma / alpha} whose logarithms are quantiles of a Laplace distribution,
 * dense around one level (Hang et al. 2024, arXiv 2407.03297): ComfyUI's "LaplaceScheduler".
 *
 * <p>With {@code x = k / (n - 1)}, the level is {@code exp(mean - scale sign(0.5 - x) ln(1 - 2 |0.5
 * - x| + 1e-5))}, cut to the path's range.
 *
 * @param mean the logarithm of the level in the middle: 0 as published
 * @param scale of the distribution, positive: 0.5 as published
 */
public record LaplaceLevels(double mean, double scale) implements TimeGrid {

  /** Keeps the outermost levels finite. */
  private static final double MARGIN = 1e-5;

  /** Checks that the mean is finite and the scale positive. */
  public LaplaceLevels {
    if (!(Double.isFinite(mean) && scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          format(
              "Laplace levels of mean %s and scale %s: need a finite mean, a positive scale",
              mean, scale));
    }
  }

  @Override
  public String name() {
    return "laplace";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    return GridRules.levels(
        this,
        path,
        steps,
        k -> {
          double side = 0.5 - GridRules.fraction(k, steps);
          double tail = Math.log(1 - 2 * Math.abs(side) + MARGIN);
          return Math.exp(mean - scale * Math.signum(side) * tail);
        });
  }
}
