package io.inkwash.variational;

/** The range of pixels that likelihoods share. */
final class PixelRanges {
  private PixelRanges() {}

  static void require(double low, double high) {
    if (!(low < high && Double.isFinite(high - low))) {
      throw new IllegalArgumentException(
          "pixels from "
              + low
              + " to "
              + high
              + "; allowed: a finite range that rises, such as -1 to"
              + " 1");
    }
  }
}
