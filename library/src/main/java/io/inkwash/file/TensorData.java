package io.inkwash.file;

import static io.inkwash.format.Text.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * A tensor outside libtorch: its element type, its shape and its bytes.
 *
 * <p>The bytes are little-endian and row-major (the last dimension runs fastest). A scalar has the
 * shape {@code []}, an empty tensor has a 0 in its shape. The buffer is shared, not copied; two
 * tensors are equal when type, shape and bytes are.
 *
 * @param dtype the type of one element
 * @param shape the dimensions, each 0 or more; at most 2 GiB of bytes in all
 * @param bytes the elements, from the buffer's position to its limit
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out; equals and hashCode are by content
public record TensorData(DType dtype, long[] shape, ByteBuffer bytes) implements TensorSource {
  /** The most bytes that one Java array, and so one tensor, can hold. */
  static final int LARGEST = Integer.MAX_VALUE - 8;

  /** Checks that the bytes fill the shape. */
  public TensorData {
    shape = shape.clone();
    bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (byteCount(dtype, shape) != bytes.remaining()) {
      throw new IllegalArgumentException(
          format(
              "%s tensor of shape %s takes %d bytes, not %d",
              dtype, Arrays.toString(shape), byteCount(dtype, shape), bytes.remaining()));
    }
  }

  /** A copy of the dimensions. */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  @Override
  public TensorData data() {
    return this;
  }

  /** The bytes as a view of their own: little-endian, position 0, limit at the end. */
  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of elements; 1 for a scalar. */
  public int size() {
    return bytes.capacity() / dtype.bytes();
  }

  /** An F32 tensor of {@code values}, row-major. */
  public static TensorData ofFloats(float[] values, long... shape) {
    ByteBuffer bytes = allocate(values.length, DType.F32);
    bytes.asFloatBuffer().put(values);
    return new TensorData(DType.F32, shape, bytes);
  }

  /** An F16 tensor of {@code values}, each rounded to the nearest half, ties to even; row-major. */
  public static TensorData ofHalves(float[] values, long... shape) {
    ByteBuffer bytes = allocate(values.length, DType.F16);
    for (int i = 0; i < values.length; i++) {
      bytes.putShort(2 * i, toHalf(values[i]));
    }
    return new TensorData(DType.F16, shape, bytes);
  }

  /** An F64 tensor of {@code values}, row-major. */
  public static TensorData ofDoubles(double[] values, long... shape) {
    ByteBuffer bytes = allocate(values.length, DType.F64);
    bytes.asDoubleBuffer().put(values);
    return new TensorData(DType.F64, shape, bytes);
  }

  /** An I64 tensor of {@code values}, row-major. */
  public static TensorData ofLongs(long[] values, long... shape) {
    ByteBuffer bytes = allocate(values.length, DType.I64);
    bytes.asLongBuffer().put(values);
    return new TensorData(DType.I64, shape, bytes);
  }

  /** A U8 tensor of {@code values}, row-major. The array is shared, not copied. */
  public static TensorData ofBytes(byte[] values, long... shape) {
    return new TensorData(DType.U8, shape, ByteBuffer.wrap(values));
  }

  /**
   * The elements of an F16, BF16, F32 or F64 tensor. F64 is rounded to the nearest float, the
   * others are exact.
   */
  public float[] toFloats() {
    float[] values = new float[size()];
    if (dtype == DType.F32) {
      bytes.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) real(i);
    }
    return values;
  }

  /** The elements of an F16, BF16, F32 or F64 tensor, exact. */
  public double[] toDoubles() {
    double[] values = new double[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = real(i);
    }
    return values;
  }

  /** The elements of an integer or BOOL tensor (false is 0, true is 1), exact. U64 is refused. */
  public long[] toLongs() {
    IntToLongFunction element =
        switch (dtype) {
          case I64 -> i -> bytes.getLong(8 * i);
          case I32 -> i -> bytes.getInt(4 * i);
          case U32 -> i -> Integer.toUnsignedLong(bytes.getInt(4 * i));
          case I16 -> i -> bytes.getShort(2 * i);
          case U16 -> i -> Short.toUnsignedLong(bytes.getShort(2 * i));
          case I8 -> bytes::get;
          case U8 -> i -> Byte.toUnsignedLong(bytes.get(i));
          case BOOL -> i -> bytes.get(i) == 0 ? 0 : 1;
          default ->
              throw new IllegalArgumentException(
                  format(
                      "a %s tensor does not convert to longs; I64 to I8, U32 to U8 and BOOL do",
                      dtype));
        };
    long[] values = new long[size()];
    Arrays.setAll(values, element);
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorData that
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * dtype.hashCode() + Arrays.hashCode(shape)) + bytes.hashCode();
  }

  /** The type and the shape, such as {@code F32[64, 1, 3, 3]}. */
  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }

  /**
   * The bytes that a tensor takes.
   *
   * @throws IllegalArgumentException if a dimension is negative or the product does not fit a long
   */
  static long byteCount(DType dtype, long[] shape) {
    long count = dtype.bytes();
    boolean empty = false;
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException(
            format("shape %s holds %d; dimensions are 0 or more", Arrays.toString(shape), size));
      }
      empty |= size == 0;
      try {
        count = Math.multiplyExact(count, Math.max(size, 1));
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            format("shape %s has more than 2^63 bytes of %s", Arrays.toString(shape), dtype), e);
      }
    }
    return empty ? 0 : count;
  }

  private double real(int i) {
    return switch (dtype) {
      case F64 -> bytes.getDouble(8 * i);
      case F32 -> bytes.getFloat(4 * i);
      case BF16 -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
      case F16 -> half(bytes.getShort(2 * i));
      default ->
          throw new IllegalArgumentException(
              format(
                  "a %s tensor does not convert to real numbers; F64, F32, F16 and BF16 do",
                  dtype));
    };
  }

  /** IEEE 754 half precision: sign, 5 exponent bits biased by 15, 10 mantissa bits. */
  private static float half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int mantissa = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> Math.scalb((float) mantissa, -24);
          case 0x1f -> mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb((float) (mantissa | 0x400), exponent - 25);
        };
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The inverse of {@link #half}, rounded. */
  private static short toHalf(float value) {
    int sign = value < 0 || 1 / value < 0 ? 0x8000 : 0;
    if (Float.isNaN(value)) {
      return 0x7e00;
    }
    float magnitude = Math.abs(value);
    int exponent = Math.max(-14, Math.min(16, Math.getExponent(magnitude)));
    double mantissa = Math.rint(Math.scalb((double) magnitude, 10 - exponent));
    int carried = (int) Math.min(mantissa, 2048); // which carries into the exponent
    int bits = ((exponent + 14) << 10) + carried;
    return (short) (sign | Math.min(0x7c00, bits));
  }

  private static ByteBuffer allocate(int count, DType dtype) {
    long bytes = (long) count * dtype.bytes();
    if (bytes > LARGEST) {
      throw new IllegalArgumentException(
          format(
              "%d values of %s take %d bytes; a tensor holds at most %d",
              count, dtype, bytes, LARGEST));
    }
    return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
