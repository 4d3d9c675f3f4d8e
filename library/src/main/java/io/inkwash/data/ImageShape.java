package io.inkwash.data;

import static io.inkwash.format.Text.format;

/**
 * The shape of one image: planes, rows, columns, in that order in memory.
 *
 * @param channels 1 for gray, 3 for red, green, blue
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record ImageShape(int channels, int height, int width) {

  /** Refuses empty shapes, and shapes of more bytes than one Java array holds. */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          format("image shape %sx%sx%s: every side must be 1 or more", channels, height, width));
    }
    if ((long) channels * height * width > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          format(
              "image shape %sx%sx%s: is over 2 GiB, use smaller images", channels, height, width));
    }
  }

  /** The number of values in one image: channels times height times width. */
  public int size() {
    return channels * height * width;
  }

  /** Whether another shape has the same height and width, in whatever channels. */
  public boolean isSizeOf(ImageShape other) {
    return height == other.height && width == other.width;
  }

  /** The shape as people write it, for example {@code 28x28 gray} or {@code 32x32 RGB}. */
  @Override
  public String toString() {
    String color =
        switch (channels) {
          case 1 -> "gray";
          case 3 -> "RGB";
          default -> channels + " channels";
        };
    return width + "x" + height + " " + color;
  }
}
