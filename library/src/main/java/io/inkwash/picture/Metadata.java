package io.inkwash.picture;

import static io.inkwash.format.Text.format;

import io.inkwash.data.decode.PngChunk;
import io.inkwash.file.FileException;
import io.inkwash.format.Quote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Text that a PNG file carries beside its pixels: how the picture was made, so that it can be made
 * again. What is written is read back exactly.
 *
 * <p>Text in Latin-1 is written as a tEXt chunk, all other text as iTXt (UTF-8); tEXt, zTXt and
 * iTXt are read, wherever they stand in the file (PNG specification, section 11.3.3).
 *
 * @param entries text by keyword, in the order of the file; keywords are 1 to 79 printable Latin-1
 *     characters and do not begin or end with a space
 */
public record Metadata(Map<String, String> entries) {
  /** The keywords of this program begin so: {@code inkwash:seed}. */
  public static final String PREFIX = "inkwash:";

  /** The largest PNG file whose text is read, in bytes. */
  private static final long LARGEST_FILE = 256L << 20;

  /** Copies the entries, and checks their keywords. */
  public Metadata {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    for (String keyword : entries.keySet()) {
      if (!PngText.isKeyword(keyword)) {
        throw new IllegalArgumentException(
            format(
                "PNG keyword %s; 1 to 79 printable Latin-1 characters are allowed, no space at either end",
                Quote.of(keyword)));
      }
    }
  }

  /** No text. */
  public static Metadata none() {
    return new Metadata(Map.of());
  }

  /** The same with one more entry, {@code inkwash:name}. An entry of that name is replaced. */
  public Metadata with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.put(PREFIX + name, value);
    return new Metadata(more);
  }

  /** The text of the entry {@code inkwash:name}. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(entries.get(PREFIX + name));
  }

  /**
   * Reads the text of a PNG file. Of two entries with one keyword the later counts.
   *
   * @throws FileException if the file cannot be read, is not a whole PNG file, its text is damaged
   *     or unpacks to more than {@value PngText#LARGEST} bytes
   */
  public static Metadata read(Path file) {
    byte[] bytes;
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new FileException(
            file,
            format(
                "has %d bytes; text is read from PNG files of at most %d",
                Files.size(file), LARGEST_FILE));
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw FileException.unreadable(file, e);
    }
    try {
      return of(bytes);
    } catch (IllegalArgumentException e) {
      throw new FileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The text in the bytes of a PNG file.
   *
   * @throws IllegalArgumentException if they are not a whole PNG file, the text is damaged or
   *     unpacks to more than {@value PngText#LARGEST} bytes; the message is one line
   */
  public static Metadata of(byte[] png) {
    List<PngChunk> chunks = PngChunk.of(png);
    if (chunks.isEmpty()) {
      throw new IllegalArgumentException("is not a PNG file");
    }
    if (!PngChunk.whole(chunks)) {
      throw new IllegalArgumentException("is a PNG file that ends too early");
    }
    return new Metadata(PngText.read(chunks));
  }

  /** The PNG file with this text added, behind its header. */
  byte[] into(byte[] png) {
    return PngText.insert(png, entries);
  }
}
