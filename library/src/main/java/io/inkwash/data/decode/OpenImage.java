package io.inkwash.data.decode;

import static io.inkwash.format.Text.format;

import io.inkwash.data.DataException;
import io.inkwash.data.Picture;
import io.inkwash.data.decode.ImageDecoder.Decoded;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * A picture file whose header has been read and found within the limits, and whose pixels have not
 * been decoded yet.
 */
final class OpenImage implements AutoCloseable {

  /** What a pixel takes beside its decoded samples: its bytes as a picture, and a turned copy. */
  private static final int BYTES_BESIDE = 6;

  private final String where;
  private final ImageReader reader;
  private final List<String> warnings = new ArrayList<>();
  private final Orientation orientation;
  private final Inks inks;
  private final long memory;
  private final long pixels;

  /** How four components are to be read; most files have none. */
  private enum Inks {
    NONE,
    CMYK,
    YCCK
  }

  private OpenImage(
      String where, ImageReader reader, byte[] file, Orientation orientation, Inks inks)
      throws IOException {
    this.where = where;
    this.reader = reader;
    this.orientation = orientation;
    this.inks = inks;
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    reader.setInput(new PictureStream(file), true, true);
    pixels = requireModest();
    this.memory = file.length + pixels * (BYTES_BESIDE + bytesOfPixel());
  }

  /**
   * Reads the header of a file.
   *
   * @throws DataException if it has no known format, is cut off or damaged, or is too large
   */
  static OpenImage of(String where, byte[] file) {
    ImageFormat format =
        ImageFormat.of(file)
            .orElseThrow(
                () ->
                    new DataException(
                        where
                            + ": is not "
                            + ImageFormat.NAMES
                            + ", whatever its name says: remove or convert it"));
    return switch (format) {
      case PNG -> ofPng(where, file);
      case JPEG -> ofJpeg(where, file);
      case WEBP -> open(where, format, file, orientationOfWebp(file), Inks.NONE);
      case TIFF -> open(where, format, file, Orientation.of(ByteBuffer.wrap(file)), Inks.NONE);
    };
  }

  private static OpenImage ofPng(String where, byte[] file) {
    List<PngChunk> chunks = PngChunk.of(file);
    if (!PngChunk.whole(chunks)) {
      throw endsEarly(where);
    }
    Orientation orientation =
        chunks.stream()
            .filter(chunk -> chunk.type().equals("eXIf"))
            .findFirst()
            .map(chunk -> Orientation.of(chunk.data()))
            .orElse(Orientation.TOP_LEFT);
    return open(where, ImageFormat.PNG, file, orientation, Inks.NONE);
  }

  private static OpenImage ofJpeg(String where, byte[] file) {
    JpegFile jpeg = JpegFile.of(file);
    if (jpeg.scans() > ImageDecoder.MOST_SCANS) {
      throw new DataException(
          format(
              "%s: is a JPEG of %d scans, at most %d are read: save it again",
              where, jpeg.scans(), ImageDecoder.MOST_SCANS));
    }
    Inks inks = jpeg.components() != 4 ? Inks.NONE : jpeg.isYcck() ? Inks.YCCK : Inks.CMYK;
    return open(where, ImageFormat.JPEG, jpeg.plain(), jpeg.orientation(), inks);
  }

  /** A WebP file is a RIFF: chunks of a name, a length and as many bytes, padded to be even. */
  private static Orientation orientationOfWebp(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long at = 12;
    while (at + 8 <= file.length) {
      long length = Integer.toUnsignedLong(bytes.getInt((int) at + 4));
      boolean whole = at + 8 + length <= file.length;
      if (whole && bytes.getInt((int) at) == ('E' | 'X' << 8 | 'I' << 16 | 'F' << 24)) {
        return Orientation.of(bytes.slice((int) at + 8, (int) length));
      }
      at += 8 + length + (length & 1);
    }
    return Orientation.TOP_LEFT;
  }

  private static OpenImage open(
      String where, ImageFormat format, byte[] file, Orientation orientation, Inks inks) {
    ImageReader reader = null;
    try {
      reader = format.reader();
      return new OpenImage(where, reader, file, orientation, inks);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      if (reader != null) {
        reader.dispose();
      }
      throw undecodable(where, e);
    }
  }

  /**
   * Refuses a picture with more pixels.
   *
   * @throws DataException with the number that it has
   */
  void requirePixels(long most) {
    if (pixels > most) {
      throw new DataException(
          format("%s: %d pixels, at most %d are taken: scale it down", where, pixels, most));
    }
  }

  /** The bytes of memory that decoding takes, at most. */
  long memory() {
    return memory;
  }

  /**
   * Decodes the pixels, once.
   *
   * @throws DataException if they are cut off or damaged
   */
  Decoded decoded() {
    try {
      Picture stored =
          inks == Inks.NONE
              ? Samples.of(read())
              : Samples.ofInks(reader.readRaster(0, null), inks == Inks.YCCK);
      requireUndamaged();
      return new Decoded(
          orientation.upright(stored.withoutNeedlessColor()), orientation != Orientation.TOP_LEFT);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      throw undecodable(where, e);
    }
  }

  private BufferedImage read() throws IOException {
    return reader.read(0);
  }

  @Override
  public void close() {
    reader.dispose();
  }

  private long requireModest() throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (width < 1 || height < 1) {
      throw new IOException("it claims to have " + width + "x" + height + " pixels");
    }
    if ((long) width * height > ImageDecoder.MOST_PIXELS) {
      throw new DataException(
          format(
              "%s: %dx%d pixels, at most %d million are read: scale it down",
              where, width, height, ImageDecoder.MOST_PIXELS / 1_000_000));
    }
    return (long) width * height;
  }

  private long bytesOfPixel() throws IOException {
    if (inks != Inks.NONE) {
      return 4;
    }
    ImageTypeSpecifier type = reader.getRawImageType(0);
    if (type == null) {
      return 4;
    }
    return (type.getColorModel().getPixelSize() + 7L) / 8;
  }

  /** Java's JPEG decoder fills what is missing with gray, and merely warns. */
  private void requireUndamaged() {
    for (String warning : warnings) {
      if (warning.contains("remature end")) {
        throw endsEarly(where);
      }
      if (warning.contains("Corrupt") && !warning.contains("extraneous bytes")) {
        throw new DataException(where + ": is damaged (" + warning + "): copy it again");
      }
    }
  }

  private static DataException endsEarly(String where) {
    return new DataException(where + ": the image ends too early, copy it again");
  }

  /** Decoders meet broken files with every kind of exception. Here they become one. */
  private static DataException undecodable(String where, Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataException known) {
        return known;
      }
      if (cause instanceof OutOfMemoryError) {
        return new DataException(
            where + ": does not fit into Java's memory: scale it down or give Java more", e);
      }
    }
    String reason = e instanceof Exception exception ? DataException.reason(exception) : "";
    return new DataException(
        where + ": cannot be decoded (" + reason + "): save it again as PNG", e);
  }
}
