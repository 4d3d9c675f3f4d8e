package io.inkwash.data.decode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the segments of a JPEG file say (ITU-T T.81, annex B), beside its coded pixels.
 *
 * <p>Color profiles are dropped: samples are taken as they stand, as Pillow and torchvision take
 * them, so a faulty profile does no harm.
 */
final class JpegFile {
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ICC = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.US_ASCII);

  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;

  /** The offset of the color transform in an Adobe segment, behind marker and length. */
  private static final int TRANSFORM = 11;

  private static final int NO_TRANSFORM = -1;

  private final byte[] file;
  private final List<int[]> profiles = new ArrayList<>();
  private int components;
  private boolean namedRgb;
  private boolean jfif;
  private int scans;
  private int transform = NO_TRANSFORM;
  private Orientation orientation = Orientation.TOP_LEFT;

  private JpegFile(byte[] file) {
    this.file = file;
  }

  /** Reads the segments of the first image of a file. */
  static JpegFile of(byte[] file) {
    JpegFile jpeg = new JpegFile(file);
    jpeg.walk();
    return jpeg;
  }

  /** Color components: 1 gray, 3 RGB or YCbCr, 4 CMYK or YCCK. */
  int components() {
    return components;
  }

  /** The number of scans: 1 in a baseline file, about 10 in a progressive one. */
  int scans() {
    return scans;
  }

  Orientation orientation() {
    return orientation;
  }

  /** Whether the four components are YCCK, the transform of CMYK, and not CMYK itself. */
  boolean isYcck() {
    return transform == 2;
  }

  /**
   * The file for the decoder: without color profiles, and with its color space stated. Where
   * neither a JFIF nor an Adobe segment states it, Java's decoder takes components that are not
   * subsampled for RGB; libjpeg, which everyone else uses, decides by the components' names.
   */
  byte[] plain() {
    boolean unstated = components == 3 && !jfif && transform == NO_TRANSFORM;
    if (profiles.isEmpty() && !unstated) {
      return file;
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream(file.length);
    plain.write(file, 0, 2);
    if (unstated) {
      plain.writeBytes(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14});
      plain.writeBytes(ADOBE);
      plain.writeBytes(new byte[] {0, 100, 0, 0, 0, 0, (byte) (namedRgb ? 0 : 1)});
    }
    int at = 2;
    for (int[] profile : profiles) {
      plain.write(file, at, profile[0] - at);
      at = profile[1];
    }
    plain.write(file, at, file.length - at);
    return plain.toByteArray();
  }

  /** Goes from marker to marker; coded pixels hold none but stuffed zeros and restart markers. */
  private void walk() {
    int at = 2;
    while (at + 4 <= file.length) {
      int marker = unsigned(at + 1);
      if (unsigned(at) != 0xff || marker == 0xff) {
        at++;
      } else if (marker <= 1 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2;
      } else if (marker == END_OF_IMAGE) {
        return;
      } else {
        int end = at + 2 + (unsigned(at + 2) << 8 | unsigned(at + 3));
        if (end > file.length) {
          return;
        }
        segment(marker, at, end);
        at = Math.max(end, at + 4);
      }
    }
  }

  private void segment(int marker, int at, int end) {
    switch (marker) {
      case 0xe0 -> jfif |= holds(at, end, JFIF);
      case 0xe1 -> {
        if (holds(at, end, EXIF) && orientation == Orientation.TOP_LEFT) {
          int start = at + 4 + EXIF.length;
          orientation = Orientation.of(ByteBuffer.wrap(file, start, end - start));
        }
      }
      case 0xe2 -> {
        if (holds(at, end, ICC)) {
          profiles.add(new int[] {at, end});
        }
      }
      case 0xee -> {
        if (holds(at, end, ADOBE) && at + 4 + TRANSFORM < end) {
          transform = unsigned(at + 4 + TRANSFORM);
        }
      }
      case START_OF_SCAN -> scans++;
      default -> {
        if (isFrame(marker) && at + 10 <= end) {
          components = unsigned(at + 9);
          namedRgb =
              at + 10 + 3 * 3 <= end
                  && unsigned(at + 10) == 'R'
                  && unsigned(at + 13) == 'G'
                  && unsigned(at + 16) == 'B';
        }
      }
    }
  }

  /** SOF0 to SOF15, without DHT, JPG and DAC, which lie among them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private boolean holds(int at, int end, byte[] identifier) {
    return end - at - 4 >= identifier.length
        && ByteBuffer.wrap(file, at + 4, identifier.length).equals(ByteBuffer.wrap(identifier));
  }

  private int unsigned(int at) {
    return file[at] & 0xff;
  }
}
