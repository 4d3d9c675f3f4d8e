package io.inkwash.picture;

import static io.inkwash.format.Text.format;

import java.util.Arrays;

/**
 * A picture of bytes, channels first: the value of channel c at row y and column x is {@code
 * pixels[(c * height + y) * width + x]}, unsigned, 0 (dark) to 255 (bright). Row 0 is on top.
 *
 * <p>The array is shared, not copied. Two pictures are equal when their sizes and pixels are.
 *
 * @param channels 1 (gray) or 3 (red, green, blue, as sRGB)
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param pixels {@code channels * height * width} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose; equals and hashCode are by content
public record Picture(int channels, int height, int width, byte[] pixels) {

  /** Checks the sizes. */
  public Picture {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          format("a picture of %d channels; 1 (gray) and 3 (RGB) are allowed", channels));
    }
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          format("a picture of %d x %d pixels; height and width are at least 1", height, width));
    }
    if ((long) channels * height * width != pixels.length) {
      throw new IllegalArgumentException(
          format(
              "%d x %d x %d pixels take %d bytes, not %d",
              channels, height, width, (long) channels * height * width, pixels.length));
    }
  }

  /** A picture of one value throughout. */
  public static Picture filled(int channels, int height, int width, int value) {
    byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(channels, height), width)];
    Arrays.fill(pixels, (byte) value);
    return new Picture(channels, height, width, pixels);
  }

  /** The value of one channel of one pixel, 0 to 255. */
  public int at(int channel, int y, int x) {
    return pixels[(channel * height + y) * width + x] & 0xff;
  }

  /** The same picture in three channels. */
  public Picture rgb() {
    if (channels == 3) {
      return this;
    }
    byte[] tripled = new byte[3 * pixels.length];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(pixels, 0, tripled, c * pixels.length, pixels.length);
    }
    return new Picture(3, height, width, tripled);
  }

  /** One channel as a gray picture. */
  public Picture channel(int channel) {
    int area = height * width;
    return new Picture(
        1, height, width, Arrays.copyOfRange(pixels, channel * area, (channel + 1) * area));
  }

  /** True if both have the same channels, height and width. */
  boolean isSizeOf(Picture other) {
    return channels == other.channels && height == other.height && width == other.width;
  }

  /**
   * Copies {@code small}, of as many channels, into this picture, its top left corner at (y, x).
   */
  public void paste(Picture small, int y, int x) {
    for (int c = 0; c < channels; c++) {
      for (int row = 0; row < small.height; row++) {
        int from = (c * small.height + row) * small.width;
        int to = (c * height + y + row) * width + x;
        System.arraycopy(small.pixels, from, pixels, to, small.width);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture that
        && channels == that.channels
        && height == that.height
        && width == that.width
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * height + width) + Arrays.hashCode(pixels);
  }

  /** The size, such as {@code 3x64x48} (channels, height, width). */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
