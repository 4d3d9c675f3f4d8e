package io.inkwash.file;

/**
 * The type of one element of a stored tensor, named as the safetensors format names it.
 *
 * <p>The constants stand in the format's own order. It is part of the format's canonical layout:
 * the reference writer stores tensors of later types first, so that each starts at a multiple of
 * its element size. The format's 4- and 6-bit types do not fill whole bytes and are not supported.
 */
public enum DType {
  /** A truth value, one byte, 0 or 1. */
  BOOL(1),
  /** Unsigned, 8 bits. */
  U8(1),
  /** Signed, 8 bits. */
  I8(1),
  /** Floating point, 5 exponent and 2 mantissa bits. */
  F8_E5M2(1),
  /** Floating point, 4 exponent and 3 mantissa bits, no infinities. */
  F8_E4M3(1),
  /** A power of two, 8 exponent bits. */
  F8_E8M0(1),
  /** As {@link #F8_E4M3}, with one zero and one NaN. */
  F8_E4M3FNUZ(1),
  /** As {@link #F8_E5M2}, with one zero and one NaN. */
  F8_E5M2FNUZ(1),
  /** Signed, 16 bits. */
  I16(2),
  /** Unsigned, 16 bits. */
  U16(2),
  /** IEEE 754 half precision: 5 exponent and 10 mantissa bits. */
  F16(2),
  /** The upper half of an {@link #F32}: 8 exponent and 7 mantissa bits. */
  BF16(2),
  /** Signed, 32 bits. */
  I32(4),
  /** Unsigned, 32 bits. */
  U32(4),
  /** IEEE 754 single precision. */
  F32(4),
  /** Two {@link #F32}: real part, imaginary part. */
  C64(8),
  /** IEEE 754 double precision. */
  F64(8),
  /** Signed, 64 bits. */
  I64(8),
  /** Unsigned, 64 bits. */
  U64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element in bytes: 1, 2, 4 or 8. */
  public int bytes() {
    return bytes;
  }
}
