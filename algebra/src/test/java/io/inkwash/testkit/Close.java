package io.inkwash.testkit;

/** Comparison of numbers that differ by rounding only. */
public final class Close {

  private Close() {}

  /** Asserts that two numbers agree to a relative tolerance. */
  public static void assertClose(double actual, double expected, double relative) {
    assertClose(actual, expected, relative, 0);
  }

  /**
   * Asserts that two numbers agree to {@code relative |expected| + absolute}. Equal infinities
   * agree; a NaN agrees with nothing.
   */
  public static void assertClose(double actual, double expected, double relative, double absolute) {
    double allowed = relative * Math.abs(expected) + absolute;
    if (actual != expected && !(Math.abs(actual - expected) <= allowed)) {
      throw new AssertionError(
          "%s is not %s: off by %s, allowed %s"
              .formatted(actual, expected, actual - expected, allowed));
    }
  }

  /** Asserts that two vectors agree element by element to a relative tolerance. */
  public static void assertClose(double[] actual, double[] expected, double relative) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " numbers, not " + expected.length);
    }
    for (int i = 0; i < actual.length; i++) {
      try {
        assertClose(actual[i], expected[i], relative);
      } catch (AssertionError e) {
        throw new AssertionError("element " + i + ": " + e.getMessage(), e);
      }
    }
  }
}
