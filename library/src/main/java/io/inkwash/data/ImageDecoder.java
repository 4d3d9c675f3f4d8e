package io.inkwash.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG and JPEG to bytes: gray, RGB, palette, 8 and 16 bits, with or without alpha.
 *
 * <p>Sixteen bits are rounded to eight. Transparent parts show white, as on paper. Gray values are
 * taken as they stand (Java's own conversion would brighten them). A rotation noted by a camera is
 * not applied.
 */
final class ImageDecoder {

  private static final long MOST_PIXELS = 100_000_000;

  /** The type of a PNG's last chunk. */
  private static final int IEND = 0x49454e44;

  private ImageDecoder() {}

  /**
   * Decodes one image.
   *
   * @param where what to call the image in errors
   * @param file the bytes of the file
   * @return the image, in one channel if it has no color
   * @throws DataException if the bytes are not a whole PNG or JPEG
   */
  static Picture decode(String where, byte[] file) {
    String format = format(where, file);
    if (format.equals("png") && !wholePng(file)) {
      throw endsEarly(where);
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS) {
        throw new DataException(
            "%s: %sx%s pixels, at most %s million are read: scale it down"
                .formatted(
                    where, reader.getWidth(0), reader.getHeight(0), MOST_PIXELS / 1_000_000));
      }
      BufferedImage image = reader.read(0);
      if (warnings.stream().anyMatch(warning -> warning.contains("remature end"))) {
        throw endsEarly(where);
      }
      return read(image).withoutNeedlessColor();
    } catch (IOException | RuntimeException e) {
      if (e instanceof DataException known) {
        throw known;
      }
      throw new DataException(
          where + ": cannot be decoded (" + DataException.reason(e) + "): save it again as PNG", e);
    } finally {
      reader.dispose();
    }
  }

  private static String format(String where, byte[] file) {
    if (begins(file, 0x89, 'P', 'N', 'G')) {
      return "png";
    }
    if (begins(file, 0xff, 0xd8, 0xff)) {
      return "jpeg";
    }
    throw new DataException(
        where + ": is neither PNG nor JPEG, whatever its name says: remove or convert it");
  }

  /**
   * Whether the chunks of a PNG go on to IEND. Java's reader stops at the last pixel, and does not
   * see that what should follow it is missing.
   */
  private static boolean wholePng(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    long at = 8; // behind the signature; a chunk is its length, its type, so many bytes, a checksum
    while (at + 12 <= file.length) {
      int length = bytes.getInt((int) at);
      int type = bytes.getInt((int) at + 4);
      at += 12 + Integer.toUnsignedLong(length);
      if (type == IEND) {
        return at <= file.length;
      }
    }
    return false;
  }

  private static DataException endsEarly(String where) {
    return new DataException(where + ": the image ends too early, copy it again");
  }

  private static boolean begins(byte[] file, int... signature) {
    if (file.length < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if ((file[i] & 0xff) != signature[i]) {
        return false;
      }
    }
    return true;
  }

  private static Picture read(BufferedImage image) {
    ColorModel model = image.getColorModel();
    ColorSpace space = model.getColorSpace();
    boolean plain = space.getType() == ColorSpace.TYPE_GRAY || space.isCS_sRGB();
    if (model instanceof ComponentColorModel && plain) {
      return samples(image.getRaster(), model);
    }
    return converted(image);
  }

  /** Gray or RGB with one sample a channel: taken as they stand. */
  private static Picture samples(Raster raster, ColorModel model) {
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

  /** Palettes, packed pixels and foreign color spaces: converted by Java to sRGB. */
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

  private static int eightBits(int value, int highest) {
    return highest == 255 ? value : (int) ((value * 255L + highest / 2) / highest);
  }

  private static byte onWhite(int value, int alpha) {
    return (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}
