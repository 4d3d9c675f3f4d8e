package io.inkwash.train;

import static io.inkwash.format.Text.format;

/**
 * A moving average in which the weights of step tau count as {@code tau^gamma}: its width is the
 * same share of every run's length (Karras et al. 2024, arXiv 2312.02696, section 3.1).
 *
 * @param width the standard deviation of the profile as a share of the run's length, above 0 and at
 *     most 0.28; the paper's sigma_rel, 0.05 to 0.25
 */
public record PowerProfile(double width) implements EmaWarmup {

  /** Checks the range. */
  public PowerProfile {
    if (!(width > 1e-4 && width <= 0.28)) {
      throw new IllegalArgumentException(
          format("width is %s; allowed: 0.0001 to 0.28, such as 0.1", width));
    }
  }

  /** The power: the root of {@code width^2 = (g + 1) / ((g + 2)^2 (g + 3))}. */
  public double gamma() {
    double low = 0;
    double high = 1 / width; // the width is below 1 / (g + 2)
    for (int i = 0; i < 100; i++) {
      double g = 0.5 * (low + high);
      if ((g + 1) / ((g + 2) * (g + 2) * (g + 3)) > width * width) {
        low = g;
      } else {
        high = g;
      }
    }
    return low;
  }

  /** {@code (1 - 1 / n)^(gamma + 1)}. */
  @Override
  public double decay(long step) {
    return Math.pow(1 - 1.0 / step, gamma() + 1);
  }

  /** A profile as it is after some steps. */
  public After after(long steps) {
    return new After(gamma(), steps);
  }

  /**
   * The density {@code (gamma + 1) tau^gamma / t^(gamma + 1)} of tau in [0, t].
   *
   * @param gamma the power
   * @param steps t
   */
  public record After(double gamma, long steps) {

    /** The integral of the product with another density. */
    public double product(After other) {
      double sum = gamma + other.gamma + 1;
      double first = Math.min(steps, other.steps);
      return (gamma + 1)
          * (other.gamma + 1)
          / sum
          * Math.pow(first / steps, gamma)
          * Math.pow(first / other.steps, other.gamma)
          * first
          / ((double) steps * other.steps);
    }
  }
}
