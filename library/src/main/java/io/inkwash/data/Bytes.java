package io.inkwash.data;

import static io.inkwash.format.Text.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Reading files that may be compressed, and refusing absurd sizes before memory is allocated. */
public final class Bytes {

  /** Deflate never makes data more than this many times smaller. */
  public static final long DEFLATE_LIMIT = 1032;

  /** As many bytes as the longest signature of a compression. */
  public static final int SIGNATURE = 6;

  /** The most memory that unpacking xz may take. */
  private static final int MEMORY_KIB = 256 << 10;

  /** What an array costs beside its elements: its header and the reference to it. */
  private static final long ARRAY = 24;

  private Bytes() {}

  /** How a file is compressed. */
  public enum Packing {
    NONE,
    GZIP,
    BZIP2,
    XZ,
    ZSTANDARD
  }

  /** The compression that a file's first bytes name. */
  public static Packing packing(byte[] first) {
    String hex = HexFormat.of().formatHex(first);
    if (hex.startsWith("1f8b")) {
      return Packing.GZIP;
    }
    if (hex.startsWith("425a68")) {
      return Packing.BZIP2;
    }
    if (hex.startsWith("fd377a585a00")) {
      return Packing.XZ;
    }
    return hex.startsWith("28b52ffd") ? Packing.ZSTANDARD : Packing.NONE;
  }

  /** Opens a file and unpacks it; see {@link #unpacked}. */
  public static InputStream open(Path file) throws IOException {
    return unpacked(Files.newInputStream(file));
  }

  /**
   * The bytes of a stream, unpacked if its first bytes say that it is compressed by gzip, bzip2 or
   * xz; a file's name does not matter.
   */
  public static InputStream unpacked(InputStream stored) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(stored, 1 << 16);
    try {
      raw.mark(SIGNATURE);
      byte[] first = raw.readNBytes(SIGNATURE);
      raw.reset();
      return switch (packing(first)) {
        case NONE -> raw;
        case GZIP -> new BufferedInputStream(new GZIPInputStream(raw, 1 << 16));
        case BZIP2 -> new BufferedInputStream(new BZip2CompressorInputStream(raw, true));
        case XZ ->
            new BufferedInputStream(
                XZCompressorInputStream.builder()
                    .setInputStream(raw)
                    .setDecompressConcatenated(true)
                    .setMemoryLimitKiB(MEMORY_KIB)
                    .get());
        case ZSTANDARD ->
            throw new IOException("is compressed by Zstandard, which is not read here: unpack it");
      };
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** Refuses a set that the heap cannot hold. */
  public static void requireMemory(String what, long count, ImageShape shape) {
    long each = ARRAY + (shape.size() + 7L) / 8 * 8; // arrays begin at multiples of 8 bytes
    long heap = Runtime.getRuntime().maxMemory();
    if (count > heap / each) {
      long needed = count > Long.MAX_VALUE / each ? Long.MAX_VALUE : count * each;
      throw new DataException(
          format(
              "%s: %s images of %s need %s MiB, Java may use %s MiB: take fewer or smaller ones, or a"
                  + " larger heap (-Xmx, or INKWASH_HEAP for the command)",
              what, count, shape, needed >> 20, heap >> 20));
    }
  }
}
