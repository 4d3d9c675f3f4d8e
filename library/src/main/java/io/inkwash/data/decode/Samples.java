package io.inkwash.data.decode;

import io.inkwash.data.ImageShape;
import io.inkwash.data.Picture;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** The samples of Java's images as bytes, channels first. */
final class Samples {

  private Samples() {}

  /**
   * The picture in an image: in one channel if its color model has no color, in three otherwise.
   *
   * @throws IllegalArgumentException if the samples are wider than 16 bits
   */
  static Picture of(BufferedImage image) {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel || !(model instanceof ComponentColorModel)) {
      return converted(image);
    }
    int type = model.getTransferType();
    if (type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT) {
      throw new IllegalArgumentException(
          "it has samples of " + model.getComponentSize(0) + " bits; 1 to 16 are read");
    }
    int kind = model.getColorSpace().getType();
    boolean plain = kind == ColorSpace.TYPE_GRAY || kind == ColorSpace.TYPE_RGB;
    return plain ? plain(image.getRaster(), model) : converted(image);
  }

  /** Gray or RGB with one sample a channel: taken as they stand. */
  private static Picture plain(Raster raster, ColorModel model) {
    int bands = model.getNumComponents();
    int channels = model.getNumColorComponents();
    int width = raster.getWidth();
    int plane = width * raster.getHeight();
    int highest = (1 << model.getComponentSize(0)) - 1;
    byte[] pixels = new byte[channels * plane];
    int[] row = new int[bands * width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int alpha = model.hasAlpha() ? eightBits(row[x * bands + channels], highest) : 255;
        for (int c = 0; c < channels; c++) {
          int value = eightBits(row[x * bands + c], highest);
          pixels[c * plane + y * width + x] = onWhite(value, alpha);
        }
      }
    }
    return new Picture(new ImageShape(channels, raster.getHeight(), width), pixels);
  }

  /** Palettes, packed pixels and other color spaces: converted by Java to sRGB. */
  private static Picture converted(BufferedImage image) {
    int width = image.getWidth();
    int plane = width * image.getHeight();
    byte[] pixels = new byte[3 * plane];
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int alpha = row[x] >>> 24;
        for (int c = 0; c < 3; c++) {
          int value = (row[x] >> (16 - 8 * c)) & 0xff;
          pixels[c * plane + y * width + x] = onWhite(value, alpha);
        }
      }
    }
    return new Picture(new ImageShape(3, image.getHeight(), width), pixels);
  }

  /**
   * The picture in the four undecoded bands of a JPEG file with inks. Their values are stored
   * inverted, as Adobe's programs do and all others have followed.
   *
   * @param ycck whether the first three bands are the YCbCr transform of C, M, Y
   */
  static Picture ofInks(Raster raster, boolean ycck) {
    int width = raster.getWidth();
    int plane = width * raster.getHeight();
    byte[] pixels = new byte[3 * plane];
    int[] row = new int[4 * width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        if (ycck) {
          inksOfYcck(row, 4 * x);
        }
        for (int c = 0; c < 3; c++) {
          int value = (row[4 * x + c] * row[4 * x + 3] + 127) / 255;
          pixels[c * plane + y * width + x] = (byte) value;
        }
      }
    }
    return new Picture(new ImageShape(3, raster.getHeight(), width), pixels);
  }

  /** JFIF's transform to RGB; inks are its complement, and stored inverted once more. */
  private static void inksOfYcck(int[] row, int at) {
    double luma = row[at];
    double blue = row[at + 1] - 128;
    double red = row[at + 2] - 128;
    row[at] = 255 - clamped(luma + 1.402 * red);
    row[at + 1] = 255 - clamped(luma - 0.344136 * blue - 0.714136 * red);
    row[at + 2] = 255 - clamped(luma + 1.772 * blue);
  }

  private static int clamped(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  private static int eightBits(int value, int highest) {
    return highest == 255 ? value : (int) ((value * 255L + highest / 2) / highest);
  }

  private static byte onWhite(int value, int alpha) {
    return (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}
