package io.inkwash.picture;

/**
 * Numbers as colors: from 0, nearly black, over violet, red and orange to 1, nearly white. The
 * brightness rises evenly, so that the map reads in gray as well.
 */
public final class HeatMap {
  /** Red, green and blue at even distances from 0 to 1. */
  private static final int[][] COLORS = {
    {0, 0, 4}, {40, 11, 84}, {101, 21, 110}, {159, 42, 99},
    {212, 72, 66}, {245, 125, 21}, {250, 193, 39}, {252, 255, 164}
  };

  private HeatMap() {}

  /**
   * A picture of numbers.
   *
   * @param values row by row; below 0 they are 0, above 1 they are 1
   */
  public static Picture of(double[] values, int height, int width) {
    if (values.length != height * width) {
      throw new IllegalArgumentException(
          values.length + " numbers for " + width + "x" + height + " pixels");
    }
    byte[] pixels = new byte[3 * values.length];
    for (int i = 0; i < values.length; i++) {
      double at = Math.max(0, Math.min(1, values[i])) * (COLORS.length - 1);
      int below = (int) Math.min(COLORS.length - 2, Math.floor(at));
      for (int c = 0; c < 3; c++) {
        double mixed = COLORS[below][c] + (at - below) * (COLORS[below + 1][c] - COLORS[below][c]);
        pixels[c * values.length + i] = (byte) Math.round(mixed);
      }
    }
    return new Picture(3, height, width, pixels);
  }
}
