package io.inkwash.torch;

/** The ranges of the settings that optimizers share. */
final class OptimizerRanges {
  private OptimizerRanges() {}

  /** A decay of a running mean: in [0, 1). */
  static void requireBeta(String name, double beta) {
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException(
          name + " is " + beta + "; allowed: 0 up to but not 1, such as 0.9");
    }
  }

  /** What keeps a denominator from zero: above 0. */
  static void requireEps(double eps) {
    if (!(eps > 0)) {
      throw new IllegalArgumentException("eps is " + eps + "; allowed: above 0, such as 1e-8");
    }
  }

  /** A strength of weight decay: 0 or more. */
  static void requireWeightDecay(double weightDecay) {
    if (!(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "weightDecay is " + weightDecay + "; allowed: 0 or more, such as 0.01");
    }
  }
}
