package io.inkwash.picture;

import io.inkwash.file.FileException;
import io.inkwash.text.Quote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** The picture formats that are read, and the guard around Java's decoders. */
enum ImageFile {
  PNG("89 50 4e 47 0d 0a 1a 0a"),
  JPEG("ff d8 ff");

  private final String magic;

  ImageFile(String magic) {
    this.magic = magic;
  }

  /** True if a file of these bytes claims to be of this kind. */
  boolean begins(byte[] bytes) {
    return beginning(bytes).startsWith(magic);
  }

  /** The first bytes of a file, for a message. */
  static String beginning(byte[] bytes) {
    return bytes.length == 0
        ? "nothing: it is empty"
        : HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(8, bytes.length));
  }

  Picture picture(Path file, byte[] bytes) {
    return decode(file, bytes, reader -> Rasters.picture(reader.read(0)));
  }

  IIOMetadata metadata(Path file, byte[] bytes) {
    return decode(file, bytes, reader -> reader.getImageMetadata(0));
  }

  @FunctionalInterface
  private interface Decoding<T> {
    T from(ImageReader reader) throws IOException;
  }

  /** Java's decoders meet broken files with every kind of exception. Here they become one. */
  private <T> T decode(Path file, byte[] bytes, Decoding<T> decoding) {
    if (!begins(bytes)) {
      throw new FileException(
          file, "is not a %s file; it begins with %s".formatted(this, beginning(bytes)));
    }
    ImageReader reader =
        ImageIO.getImageReadersByFormatName(name().toLowerCase(Locale.ROOT)).next();
    Warnings warnings = new Warnings();
    try (MemoryCacheImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.addIIOReadWarningListener(warnings);
      reader.setInput(input, true);
      requireModest(file, reader);
      T decoded = decoding.from(reader);
      if (warnings.damage != null) {
        throw new FileException(file, "is a damaged %s file: %s".formatted(this, warnings.damage));
      }
      return decoded;
    } catch (FileException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new FileException(
          file,
          "is a damaged or unknown kind of %s file: %s"
              .formatted(this, Quote.firstLine(String.valueOf(e.getMessage()))),
          e);
    } finally {
      reader.dispose();
    }
  }

  private static void requireModest(Path file, ImageReader reader) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > ImageIo.MOST_PIXELS) {
      throw new FileException(
          file,
          "has %d x %d pixels; at most %d in all are read"
              .formatted(width, height, ImageIo.MOST_PIXELS));
    }
  }

  /** Java's JPEG reader fills what is missing from a truncated file with gray and merely warns. */
  private static final class Warnings implements IIOReadWarningListener {
    private @Nullable String damage;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      String lower = warning.toLowerCase(Locale.ROOT);
      if (lower.contains("premature") || lower.contains("corrupt")) {
        damage = Quote.firstLine(warning);
      }
    }
  }
}
