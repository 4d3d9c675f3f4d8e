package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Trailing times moved towards the noise: {@code u = 1 - k / n} becomes {@code shift u / (1 +
 * (shift - 1) u)}, a fraction of the path (Esser et al. 2024, arXiv 2403.03206, equation 23). On a
 * rectified flow this multiplies every noise level {@code sigma / alpha} by the shift.
 *
 * @param shift positive: 1 for {@link Trailing}, 3 for Stable Diffusion 3
 */
public record FlowShift(double shift) implements TimeGrid {

  /** Checks that the shift is positive. */
  public FlowShift {
    if (!(shift > 0 && shift < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "shift " + shift + " of a flow's times: need a positive number, as 3");
    }
  }

  /**
   * The shift of a resolution, {@code sqrt(pixels / base pixels)}: more pixels need more noise for
   * the same loss of information.
   *
   * @param size height or width of square images
   * @param base that at which the shift is 1
   */
  public static FlowShift ofSize(double size, double base) {
    return new FlowShift(size / base);
  }

  /**
   * Flux's shift, {@code exp(mu)} with mu on a straight line through two points.
   *
   * @param tokens the image's patches, which the line is read at
   * @param from tokens of the first point: 256
   * @param to tokens of the second point: 4096
   * @param muFrom mu at the first point: 0.5
   * @param muTo mu at the second point: 1.15
   */
  public static FlowShift ofTokens(
      double tokens, double from, double to, double muFrom, double muTo) {
    return new FlowShift(Math.exp(muFrom + (muTo - muFrom) * (tokens - from) / (to - from)));
  }

  @Override
  public String name() {
    return "flow-shift";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    return GridRules.grid(
        this,
        path,
        steps,
        k -> {
          double u = 1 - (double) k / steps;
          return path.end() * shift * u / (1 + (shift - 1) * u);
        });
  }
}
