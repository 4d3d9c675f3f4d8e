package io.inkwash.bench.fuzz;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;

/** Makes a case small that still has the same fault, by leaving out halves, quarters, and so on. */
final class Shrinker {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private Shrinker() {}

  /**
   * The smaller case.
   *
   * @param fault as {@code watch} found it
   */
  static byte[] shrink(Watch watch, Target target, byte[] bytes, String fault) {
    long end = System.nanoTime() + LONGEST.toNanos();
    byte[] small = bytes;
    for (int size = Math.max(1, bytes.length / 2); size >= 1; size /= 2) {
      int at = 0;
      while (at < small.length && System.nanoTime() < end) {
        byte[] less = without(small, at, Math.min(small.length, at + size));
        if (watch.fault(target, less).equals(Optional.of(fault))) {
          small = less;
        } else {
          at += size;
        }
      }
    }
    return small;
  }

  private static byte[] without(byte[] bytes, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
