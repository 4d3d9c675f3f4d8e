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

  private static void requireAfter(long after) {
    if (after < 0) {
      throw new IllegalArgumentException(
          format("after is %d steps; allowed: 0 or more, such as 1", after));
    }
  }
}
