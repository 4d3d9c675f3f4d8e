package io.inkwash.data.decode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One chunk of a PNG file: its length, its type, so many bytes, a checksum (PNG specification,
 * section 5.3).
 *
 * @param type four letters, such as {@code IDAT}
 * @param data the bytes between type and checksum; a view of the file
 * @param sound whether the checksum is right
 */
public record PngChunk(String type, ByteBuffer data, boolean sound) {
  private static final ByteBuffer SIGNATURE =
      ByteBuffer.wrap(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});

  /** The bytes of a chunk beside its data. */
  private static final int FRAME = 12;

  /**
   * The whole chunks of a file, in order, up to IEND. A chunk that reaches past the file's end, and
   * whatever follows it, is left out.
   *
   * @return empty if the bytes do not begin as a PNG file does
   */
  public static List<PngChunk> of(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    List<PngChunk> chunks = new ArrayList<>();
    int at = SIGNATURE.capacity();
    if (file.length < at || !bytes.slice(0, at).equals(SIGNATURE)) {
      return chunks;
    }
    while (at <= file.length - FRAME) {
      long length = Integer.toUnsignedLong(bytes.getInt(at));
      if (length > file.length - FRAME - at) {
        break;
      }
      String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      CRC32 checksum = new CRC32();
      checksum.update(file, at + 4, 4 + (int) length);
      boolean sound = (int) checksum.getValue() == bytes.getInt(at + 8 + (int) length);
      ByteBuffer data = bytes.slice(at + 8, (int) length).asReadOnlyBuffer();
      chunks.add(new PngChunk(type, data, sound));
      if (type.equals("IEND")) {
        break;
      }
      at += FRAME + (int) length;
    }
    return chunks;
  }

  /**
   * The bytes of a file's chunk: length, type, data, checksum.
   *
   * @param type four letters
   */
  public static byte[] encode(String type, byte[] data) {
    ByteBuffer bytes = ByteBuffer.allocate(FRAME + data.length).putInt(data.length);
    bytes.put(type.getBytes(StandardCharsets.ISO_8859_1)).put(data);
    CRC32 checksum = new CRC32();
    checksum.update(bytes.array(), 4, 4 + data.length);
    return bytes.putInt((int) checksum.getValue()).array();
  }

  /**
   * Whether a file has all its chunks up to IEND. Java's decoder stops at the last pixel and does
   * not notice that what should follow it is missing.
   */
  public static boolean whole(List<PngChunk> chunks) {
    return !chunks.isEmpty() && chunks.get(chunks.size() - 1).type.equals("IEND");
  }
}
