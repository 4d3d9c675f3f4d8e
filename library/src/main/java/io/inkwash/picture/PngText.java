package io.inkwash.picture;

import static io.inkwash.format.Text.format;

import io.inkwash.data.decode.PngChunk;
import io.inkwash.format.Quote;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The text chunks of a PNG file: keyword, zero, then what the type of the chunk says. */
final class PngText {
  /** The most bytes of text, unpacked, that are read from one file. */
  static final int LARGEST = 8 << 20;

  private static final int LONGEST_KEYWORD = 79;

  /** The signature and the header chunk, which all others follow. */
  private static final int HEADER_END = 8 + 12 + 13;

  private static final int PIECE = 1 << 13;

  private PngText() {}

  /**
   * The text by keyword.
   *
   * @throws IllegalArgumentException if a text chunk is damaged, or all together are too long
   */
  static Map<String, String> read(List<PngChunk> chunks) {
    Map<String, String> text = new LinkedHashMap<>();
    int left = LARGEST;
    for (PngChunk chunk : chunks) {
      if (List.of("tEXt", "zTXt", "iTXt").contains(chunk.type())) {
        if (!chunk.sound()) {
          throw damaged(chunk, "its checksum is wrong");
        }
        ByteBuffer data = chunk.data().duplicate();
        String keyword = latin(upToZero(chunk, data));
        if (!isKeyword(keyword)) {
          throw damaged(chunk, "its keyword is " + Quote.of(keyword));
        }
        byte[] bytes = text(chunk, data, left);
        left -= bytes.length;
        text.put(keyword, chunk.type().equals("iTXt") ? utf8(chunk, bytes) : latin(bytes));
      }
    }
    return text;
  }

  /** What follows the keyword, unpacked. */
  private static byte[] text(PngChunk chunk, ByteBuffer data, int most) {
    boolean packed = chunk.type().equals("zTXt");
    if (chunk.type().equals("iTXt")) {
      packed = next(chunk, data) != 0;
      if (next(chunk, data) != 0 && packed) {
        throw damaged(chunk, "its compression is unknown");
      }
      upToZero(chunk, data); // the language
      upToZero(chunk, data); // the keyword in that language
    } else if (packed && next(chunk, data) != 0) {
      throw damaged(chunk, "its compression is unknown");
    }
    if (!packed && data.remaining() > most) {
      throw tooLong();
    }
    byte[] rest = new byte[data.remaining()];
    data.get(rest);
    return packed ? unpacked(chunk, rest, most) : rest;
  }

  private static byte[] unpacked(PngChunk chunk, byte[] packed, int most) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] piece = new byte[PIECE];
      while (!inflater.finished()) {
        int count = inflater.inflate(piece);
        if (count == 0 && !inflater.finished()) {
          throw damaged(chunk, "it ends too early");
        }
        if (count > most - out.size()) {
          throw tooLong();
        }
        out.write(piece, 0, count);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw damaged(chunk, "it cannot be unpacked");
    } finally {
      inflater.end();
    }
  }

  /** A PNG file with text chunks behind its header. */
  static byte[] insert(byte[] png, Map<String, String> text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, HEADER_END);
    text.forEach((keyword, value) -> out.writeBytes(chunk(keyword, value)));
    out.write(png, HEADER_END, png.length - HEADER_END);
    return out.toByteArray();
  }

  private static byte[] chunk(String keyword, String value) {
    boolean latin = isLatin(value);
    Charset charset = latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
    data.write(0);
    if (!latin) {
      data.writeBytes(new byte[4]); // not packed, method 0, no language, no translated keyword
    }
    data.writeBytes(value.getBytes(charset));
    return PngChunk.encode(latin ? "tEXt" : "iTXt", data.toByteArray());
  }

  /** PNG's rule for keywords. */
  static boolean isKeyword(String keyword) {
    return !keyword.isEmpty()
        && keyword.length() <= LONGEST_KEYWORD
        && keyword.equals(keyword.strip())
        && keyword.chars().allMatch(c -> (c >= 0x20 && c <= 0x7e) || (c >= 0xa1 && c <= 0xff));
  }

  /** PNG's rule for tEXt: one-byte characters, line feeds allowed. */
  private static boolean isLatin(String value) {
    return value.chars().allMatch(c -> c == '\n' || (c <= 0xff && !Character.isISOControl(c)));
  }

  private static byte[] upToZero(PngChunk chunk, ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = data.get();
      if (bytes[i] == 0) {
        return Arrays.copyOf(bytes, i);
      }
    }
    throw damaged(chunk, "it ends too early");
  }

  private static byte next(PngChunk chunk, ByteBuffer data) {
    if (!data.hasRemaining()) {
      throw damaged(chunk, "it ends too early");
    }
    return data.get();
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String utf8(PngChunk chunk, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw damaged(chunk, "it is not UTF-8");
    }
  }

  private static IllegalArgumentException damaged(PngChunk chunk, String problem) {
    return new IllegalArgumentException(
        format("is a damaged PNG file: its text chunk %s: %s", chunk.type(), problem));
  }

  private static IllegalArgumentException tooLong() {
    return new IllegalArgumentException(
        "has text that unpacks to over " + (LARGEST >> 20) + " MiB; that much is read");
  }
}
