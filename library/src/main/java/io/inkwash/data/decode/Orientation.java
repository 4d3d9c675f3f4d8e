package io.inkwash.data.decode;

import io.inkwash.data.ImageShape;
import io.inkwash.data.Picture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The position of a camera: the value of EXIF's tag 274, which names the edges where row 0 and
 * column 0 of the stored pixels belong.
 */
enum Orientation {
  TOP_LEFT(false),
  TOP_RIGHT(false),
  BOTTOM_RIGHT(false),
  BOTTOM_LEFT(false),
  LEFT_TOP(true),
  RIGHT_TOP(true),
  RIGHT_BOTTOM(true),
  LEFT_BOTTOM(true);

  private static final int TAG = 274;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY = 12;

  /** Whether stored rows are columns of the upright picture. */
  private final boolean swapped;

  Orientation(boolean swapped) {
    this.swapped = swapped;
  }

  /**
   * Reads the orientation from EXIF data, or from a TIFF file, which has the same form. Data
   * without that tag, or damaged data, mean that nothing is to be turned.
   *
   * @param exif a TIFF header and its first directory
   */
  static Orientation of(ByteBuffer exif) {
    ByteBuffer bytes = exif.slice();
    if (bytes.capacity() < 8) {
      return TOP_LEFT;
    }
    bytes.order(bytes.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(bytes.getInt(4));
    if (directory > bytes.capacity() - 2) {
      return TOP_LEFT;
    }
    int entries = Short.toUnsignedInt(bytes.getShort((int) directory));
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY;
      if (entry > bytes.capacity() - ENTRY) {
        return TOP_LEFT;
      }
      int at = (int) entry;
      if (Short.toUnsignedInt(bytes.getShort(at)) == TAG) {
        return ofValue(
            switch (bytes.getShort(at + 2)) {
              case SHORT -> bytes.getShort(at + 8);
              case LONG -> bytes.getInt(at + 8);
              default -> 1;
            });
      }
    }
    return TOP_LEFT;
  }

  private static Orientation ofValue(int value) {
    return value >= 1 && value <= values().length ? values()[value - 1] : TOP_LEFT;
  }

  /** Turns stored pixels upright. */
  Picture upright(Picture stored) {
    if (this == TOP_LEFT) {
      return stored;
    }
    ImageShape from = stored.shape();
    ImageShape to =
        swapped
            ? new ImageShape(
                from.channels(), /* height= */ from.width(), /* width= */ from.height())
            : from;
    byte[] pixels = new byte[from.size()];
    int at = 0;
    for (int c = 0; c < to.channels(); c++) {
      int plane = c * from.height() * from.width();
      for (int y = 0; y < to.height(); y++) {
        for (int x = 0; x < to.width(); x++) {
          pixels[at++] = stored.pixels()[plane + stored(from, y, x)];
        }
      }
    }
    return new Picture(to, pixels);
  }

  /** Where the pixel of row y and column x of the upright picture is stored, in one plane. */
  private int stored(ImageShape from, int y, int x) {
    int bottom = from.height() - 1;
    int right = from.width() - 1;
    return switch (this) {
      case TOP_LEFT -> y * from.width() + x;
      case TOP_RIGHT -> y * from.width() + right - x;
      case BOTTOM_RIGHT -> (bottom - y) * from.width() + right - x;
      case BOTTOM_LEFT -> (bottom - y) * from.width() + x;
      case LEFT_TOP -> x * from.width() + y;
      case RIGHT_TOP -> (bottom - x) * from.width() + y;
      case RIGHT_BOTTOM -> (bottom - x) * from.width() + right - y;
      case LEFT_BOTTOM -> x * from.width() + right - y;
    };
  }
}
