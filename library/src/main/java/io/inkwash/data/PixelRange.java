package io.inkwash.data;

/** The interval of real numbers that a model sees the bytes 0 to 255 as. */
public enum PixelRange {
  /** [-1, 1], the convention of DDPM and nearly all that followed. */
  SYMMETRIC(-1, 1),
  /** [0, 1]. */
  UNIT(0, 1);

  private final double low;
  private final double high;

  PixelRange(double low, double high) {
    this.low = low;
    this.high = high;
  }

  /** The number that stands for byte 0. */
  public double low() {
    return low;
  }

  /** The number that stands for byte 255. */
  public double high() {
    return high;
  }

  /** The distance between the numbers of two neighboring bytes, as bits/dim needs it. */
  public double step() {
    return (high - low) / 255;
  }

  /** The number that stands for a byte, read as unsigned. */
  public float toFloat(byte pixel) {
    return (float) (low + (high - low) * (pixel & 0xff) / 255);
  }

  /** The nearest byte to a number. Numbers outside the range are clamped, NaN becomes 0. */
  public byte toByte(float value) {
    long nearest = Math.round((value - low) / (high - low) * 255);
    return (byte) Math.max(0, Math.min(255, nearest));
  }
}
