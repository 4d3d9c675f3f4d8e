package io.inkwash.picture;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Where an axis is labeled: at multiples of 1, 2 or 5 times a power of ten.
 *
 * @param positions on the axis, ascending
 * @param labels one each
 */
record Ticks(List<Double> positions, List<String> labels) {
  private static final double[] DIGITS = {1, 2, 5, 10};

  /** Multiples of the least of these steps are read as equal to their bounds. */
  private static final double SLACK = 1e-9;

  /** Numbers of more decades than this on either side of 1 are written with an exponent. */
  private static final int PLAIN_DECADES = 7;

  /**
   * Ticks of a linear axis.
   *
   * @param most how many there are at most, 2 or more
   */
  static Ticks linear(double low, double high, int most) {
    return at(multiples(low, high, most), false);
  }

  /**
   * Ticks of an axis that is linear in log10: at 1, 2 and 5 times the powers of ten; only at powers
   * where those are too many; at multiples of one step where they are fewer than three.
   *
   * @param low the lower end, as log10
   * @param high the upper end, as log10
   * @param most how many there are at most, 3 or more
   */
  static Ticks logarithmic(double low, double high, int most) {
    int first = (int) Math.floor(low);
    List<Double> values = new ArrayList<>();
    for (int power = first; power <= high; power++) {
      int exponent = power;
      DoubleStream.of(1, 2, 5)
          .map(digit -> exponent + Math.log10(digit))
          .filter(level -> level >= low - SLACK && level <= high + SLACK)
          .forEach(values::add);
    }
    if (values.size() > most) {
      int stride = Math.max(1, (int) Math.ceil((high - low) / most));
      values.clear();
      for (int power = (int) Math.ceil(low); power <= high; power += stride) {
        values.add((double) power);
      }
    } else if (values.size() < 3) {
      values =
          multiples(Math.pow(10, low), Math.pow(10, high), most).stream().map(Math::log10).toList();
    }
    return at(values, true);
  }

  /** The multiples of the least step of 1, 2 or 5 times a power of ten that are few enough. */
  private static List<Double> multiples(double low, double high, int most) {
    double power = Math.pow(10, Math.floor(Math.log10((high - low) / most)));
    double step = 10 * power;
    for (double digit : DIGITS) {
      if ((high - low) / (digit * power) < most) {
        step = digit * power;
        break;
      }
    }
    List<Double> multiples = new ArrayList<>();
    double first = Math.ceil(low / step - SLACK);
    for (int i = 0; i <= most && (first + i) * step <= high + SLACK * step; i++) {
      multiples.add((first + i) * step);
    }
    return multiples;
  }

  private static Ticks at(List<Double> positions, boolean logarithmic) {
    return new Ticks(
        positions, positions.stream().map(x -> label(logarithmic ? Math.pow(10, x) : x)).toList());
  }

  private static String label(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    BigDecimal rounded = new BigDecimal(value, new MathContext(6)).stripTrailingZeros();
    int decades = rounded.precision() - rounded.scale();
    if (rounded.signum() == 0) {
      return "0";
    }
    if (decades > PLAIN_DECADES + 2 || decades < -PLAIN_DECADES) {
      return rounded.round(new MathContext(3)).toString().replace("E+", "e").replace('E', 'e');
    }
    return rounded.scale() <= 0
        ? String.format(Locale.ROOT, "%,.0f", rounded)
        : rounded.toPlainString();
  }
}
