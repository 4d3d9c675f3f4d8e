package io.inkwash.data;

/** How much red, green and blue count in gray: the luma of ITU-R BT.601. */
public final class Luma {
  private static final int[] THOUSANDTHS = {299, 587, 114};

  private Luma() {}

  /** The weights of red, green and blue; their sum is 1. */
  public static double[] weights() {
    double[] weights = new double[THOUSANDTHS.length];
    for (int c = 0; c < weights.length; c++) {
      weights[c] = THOUSANDTHS[c] / 1000.0;
    }
    return weights;
  }

  /** The gray of a color, rounded to the nearest level, halves up. */
  static byte gray(byte red, byte green, byte blue) {
    int sum =
        THOUSANDTHS[0] * (red & 0xff)
            + THOUSANDTHS[1] * (green & 0xff)
            + THOUSANDTHS[2] * (blue & 0xff);
    return (byte) ((sum + 500) / 1000);
  }
}
