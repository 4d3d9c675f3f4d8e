package io.inkwash.time;

/**
 * The inverse of the distribution function of a beta distribution, the regularized incomplete beta
 * function (DLMF 8.17.22 for the continued fraction, by the modified method of Lentz).
 */
final class BetaQuantile {

  private static final double SMALLEST = 1e-300;
  private static final double PRECISION = 1e-16;
  private static final int MOST_TERMS = 10_000;

  /** Of the approximation of the gamma function by Lanczos (1964), with g = 7 and nine terms. */
  private static final double[] LANCZOS = {
    0.9999999999998099, 676.5203681218851, -1259.1392167224028,
    771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7
  };

  private BetaQuantile() {}

  /**
   * The x below which a number of the distribution falls with probability p.
   *
   * @param p 0 to 1
   * @param a the first shape, positive
   * @param b the second shape, positive
   */
  static double at(double p, double a, double b) {
    if (p <= 0 || p >= 1) {
      return p <= 0 ? 0 : 1;
    }
    // The half with the mode's smaller side is solved, so that 1 - x keeps its digits.
    return p <= probability(0.5, a, b) ? lower(p, a, b) : 1 - lower(1 - p, b, a);
  }

  /** Bisection on [0, 0.5] until no number lies in between. */
  private static double lower(double p, double a, double b) {
    double below = 0;
    double above = 0.5;
    while (true) {
      double middle = 0.5 * (below + above);
      if (middle <= below || middle >= above) {
        return above;
      }
      if (probability(middle, a, b) < p) {
        below = middle;
      } else {
        above = middle;
      }
    }
  }

  /** The distribution function at x in (0, 1). */
  static double probability(double x, double a, double b) {
    double front =
        Math.exp(
            a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(x, a, b) / a
        : 1 - front * fraction(1 - x, b, a) / b;
  }

  /** The continued fraction, which converges fast for {@code x < (a + 1) / (a + b + 2)}. */
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / nonzero(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m < MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / nonzero(1 + even * d);
      c = nonzero(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / nonzero(1 + odd * d);
      c = nonzero(1 + odd / c);
      value *= d * c;
      if (Math.abs(d * c - 1) < PRECISION) {
        break;
      }
    }
    return value;
  }

  private static double nonzero(double value) {
    return Math.abs(value) < SMALLEST ? SMALLEST : value;
  }

  /** Natural logarithm of the gamma function of a positive number. */
  private static double logGamma(double z) {
    if (z < 0.5) {
      return Math.log(Math.PI / Math.sin(Math.PI * z)) - logGamma(1 - z);
    }
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (z - 1 + i);
    }
    double base = z + 6.5;
    return 0.5 * Math.log(2 * Math.PI) + (z - 0.5) * Math.log(base) - base + Math.log(sum);
  }
}
