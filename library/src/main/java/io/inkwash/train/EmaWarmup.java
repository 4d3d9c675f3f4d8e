package io.inkwash.train;

import static io.inkwash.format.Text.format;

/**
 * How the decay of a moving average rises while a run is young, so that short runs do not sample
 * their first random weights.
 */
@FunctionalInterface
public interface EmaWarmup {

  /**
   * The largest decay after a step.
   *
   * @param step 1, 2, ...
   * @return in [0, 1]; with 0 the average is the weights
   */
  double decay(long step);

  /** The decay is the same from the first step. */
  static EmaWarmup none() {
    return step -> 1;
  }

  /**
   * {@code (1 + n) / (10 + n)}, as in score_sde; with {@code after = 1} as in diffusers.
   *
   * @param after steps before the average begins, of which n is not counted
   */
  static EmaWarmup ratio(long after) {
    requireAfter(after);
    return step -> step <= after ? 0 : (1.0 + step - after) / (10.0 + step - after);
  }

  /**
   * {@code 1 - (1 + n / gamma)^-power}, as in k-diffusion's EMAWarmup, in diffusers' EMAModel with
   * its warm-up, and in lucidrains' ema_pytorch.
   *
   * @param gamma the steps by which n is divided, above 0: 1
   * @param power above 0: 2/3 for runs of a million steps, 3/4 for shorter ones
   * @param after steps before the average begins, of which n is not counted: 1
   */
  static EmaWarmup inverse(double gamma, double power, long after) {
    requireAfter(after);
    if (!(gamma > 0 && power > 0)) {
      throw new IllegalArgumentException(
          format("gamma is %s and power %s; allowed: above 0, such as 1 and 0.75", gamma, power));
    }
    return step -> step <= after ? 0 : 1 - Math.pow(1 + (step - after) / gamma, -power);
  }

  /**
   * {@code (1 - 1 / n)^(gamma + 1)}: the average's weights rise as a power of the step, so that its
   * width is the same share of every run's length (Karras et al. 2024, arXiv 2312.02696, section
   * 3).
   *
   * @param width the standard deviation of that profile as a share of the run's length, above 0 and
   *     at most 0.28; the paper's is 0.05 to 0.25
   */
  static EmaWarmup power(double width) {
    double exponent = 1 + gamma(width);
    return step -> Math.pow(1 - 1.0 / step, exponent);
  }

  /** The power of a profile: the root of {@code width^2 = (g + 1) / ((g + 2)^2 (g + 3))}. */
  private static double gamma(double width) {
    if (!(width > 1e-4 && width <= 0.28)) {
      throw new IllegalArgumentException(
          format("width is %s; allowed: 0.0001 to 0.28, such as 0.1", width));
    }
    double low = 0;
    double high = 1 / width; // wide enough: the width is below 1 / (g + 2)
    for (int i = 0; i < 200; i++) {
      double g = 0.5 * (low + high);
      if ((g + 1) / ((g + 2) * (g + 2) * (g + 3)) > width * width) {
        low = g;
      } else {
        high = g;
      }
    }
    return low;
  }

  private static void requireAfter(long after) {
    if (after < 0) {
      throw new IllegalArgumentException(
          format("after is %d steps; allowed: 0 or more, such as 1", after));
    }
  }
}
