package io.inkwash.restore.degradation;

import static io.inkwash.format.Text.format;

/** What shrinking requires of sizes. */
public final class Shrinking {
  private Shrinking() {}

  public static void check(int factor) {
    if (factor < 2) {
      throw new IllegalArgumentException(
          "images made smaller by a factor of " + factor + "; allowed: 2 or more");
    }
  }

  /** How many pixels are left of a line. */
  static int count(long length, int factor) {
    if (length % factor != 0) {
      throw new IllegalArgumentException(
          format(
              "%d pixels made fewer by a factor of %d; allowed: a side that it divides",
              length, factor));
    }
    return Math.toIntExact(length / factor);
  }
}
