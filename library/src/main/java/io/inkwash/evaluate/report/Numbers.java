package io.inkwash.evaluate.report;

import static io.inkwash.format.Text.format;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Measured numbers as text, with the digits that are significant. */
public final class Numbers {
  private static final int MOST_DECIMALS = 8;

  private Numbers() {}

  /** With four significant digits, such as 12.34 or 0.001234; empty for null. */
  public static String of(@Nullable Double value) {
    return value == null ? "" : digits(value, 4);
  }

  /** A value and its uncertainty, if that is known: {@code 12.34 ± 0.56}. */
  public static String of(double value, @Nullable Double error) {
    return error == null ? of(value) : of(value) + " ± " + digits(error, 2);
  }

  /** A count, with a digit after the point where it is a mean that is not whole. */
  public static String plain(double count) {
    return count == Math.rint(count) ? format("%.0f", count) : format("%.1f", count);
  }

  private static String digits(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    int place = value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)));
    int decimals = Math.max(0, Math.min(MOST_DECIMALS, digits - 1 - place));
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }
}
