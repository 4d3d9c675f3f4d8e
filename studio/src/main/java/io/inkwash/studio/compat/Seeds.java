package io.inkwash.studio.compat;

import java.util.UUID;

/** Seeds for those who name none. */
final class Seeds {
  private Seeds() {}

  /** Any seed that other programs can keep as a whole number: 0 to 2^32 - 1. */
  static long any() {
    return UUID.randomUUID().getMostSignificantBits() >>> 32;
  }
}
