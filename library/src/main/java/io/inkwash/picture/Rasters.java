package io.inkwash.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Pictures as Java's images and back.
 *
 * <p>Gray values are taken from the raster as they are. Java's own conversion takes gray images for
 * linear light and would brighten them.
 */
final class Rasters {
  private static final int WHITE = 255;

  private Rasters() {}

  static BufferedImage image(Picture picture) {
    int area = picture.height() * picture.width();
    byte[] from = picture.pixels();
    if (picture.channels() == 1) {
      BufferedImage gray =
          new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
      System.arraycopy(from, 0, bytes(gray), 0, area);
      return gray;
    }
    BufferedImage color =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] to = bytes(color);
    for (int i = 0; i < area; i++) {
      to[3 * i] = from[2 * area + i];
      to[3 * i + 1] = from[area + i];
      to[3 * i + 2] = from[i];
    }
    return color;
  }

  static Picture picture(BufferedImage image) {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return isGrey(palette) ? color(image).channel(0) : color(image);
    }
    return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY ? gray(image) : color(image);
  }

  private static Picture gray(BufferedImage image) {
    int height = image.getHeight();
    int width = image.getWidth();
    Raster raster = image.getRaster();
    int bits = image.getColorModel().getComponentSize(0);
    int most = (1 << bits) - 1;
    byte[] pixels = new byte[height * width];
    int[] row = raster.getSamples(0, 0, width, 1, 0, (int[]) null);
    int[] opacity = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      if (raster.getNumBands() > 1) {
        raster.getSamples(0, y, width, 1, 1, opacity);
        for (int x = 0; x < width; x++) {
          row[x] = over(row[x], opacity[x], most);
        }
      }
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = (byte) ((row[x] * 255 + most / 2) / most);
      }
    }
    return new Picture(1, height, width, pixels);
  }

  private static Picture color(BufferedImage image) {
    int height = image.getHeight();
    int width = image.getWidth();
    int area = height * width;
    byte[] pixels = new byte[Math.multiplyExact(3, area)];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int opacity = row[x] >>> 24;
        int i = y * width + x;
        pixels[i] = (byte) over(row[x] >> 16 & 0xff, opacity, WHITE);
        pixels[area + i] = (byte) over(row[x] >> 8 & 0xff, opacity, WHITE);
        pixels[2 * area + i] = (byte) over(row[x] & 0xff, opacity, WHITE);
      }
    }
    return new Picture(3, height, width, pixels);
  }

  /** A value of the given opacity laid over white, both out of {@code most}. */
  private static int over(int value, int opacity, int most) {
    long mixed = (long) value * opacity + (long) most * (most - opacity);
    return (int) ((mixed + most / 2) / most);
  }

  private static boolean isGrey(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      int red = palette.getRed(i);
      if (red != palette.getGreen(i) || red != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }
}
