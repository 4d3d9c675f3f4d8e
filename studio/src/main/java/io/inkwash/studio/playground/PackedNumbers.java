package io.inkwash.studio.playground;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * Numbers as 16-bit integers, little-endian and in base64: number k is {@code scale} times integer
 * k. What is not finite becomes 0.
 *
 * @param scale of the integers
 * @param data the integers
 */
record PackedNumbers(double scale, String data) {
  private static final int LARGEST = Short.MAX_VALUE;

  static PackedNumbers of(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Float.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    double scale = largest / LARGEST;
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      boolean plain = Float.isFinite(value) && scale > 0;
      bytes.putShort((short) (plain ? Math.round(value / scale) : 0));
    }
    return new PackedNumbers(scale, Base64.getEncoder().encodeToString(bytes.array()));
  }
}
