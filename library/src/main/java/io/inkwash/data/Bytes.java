package io.inkwash.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reading files that may be compressed with gzip, and refusing absurd sizes before allocating. */
final class Bytes {

  /** Deflate never makes data more than this many times smaller. */
  private static final long DEFLATE_LIMIT = 1032;

  private Bytes() {}

  /** Opens a file, unpacking it if its first two bytes say gzip; its name does not matter. */
  static InputStream open(Path file) throws IOException {
    boolean gzip = isGzip(file);
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    if (!gzip) {
      return raw;
    }
    try {
      return new BufferedInputStream(new GZIPInputStream(raw, 1 << 16));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** The most bytes that a file can hold when unpacked, judged by its size. */
  static long mostUnpacked(Path file) throws IOException {
    long size = Files.size(file);
    return isGzip(file) ? Math.multiplyExact(size, DEFLATE_LIMIT) : size;
  }

  private static boolean isGzip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    }
  }

  /** Refuses a set that the heap cannot hold. */
  static void requireMemory(String what, long count, ImageShape shape) {
    long needed = count * (shape.size() + 24L);
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap) {
      throw new DataException(
          "%s: %s images of %s need %s MiB, Java may use %s MiB: take fewer or smaller, or raise -Xmx"
              .formatted(what, count, shape, needed >> 20, heap >> 20));
    }
  }
}
