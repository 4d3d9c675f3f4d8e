package io.inkwash.picture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** Pictures as Java's images. */
final class Rasters {
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

  private static byte[] bytes(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }
}
