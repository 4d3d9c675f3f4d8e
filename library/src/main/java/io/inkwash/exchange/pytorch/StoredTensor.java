package io.inkwash.exchange.pytorch;

import io.inkwash.file.DType;
import io.inkwash.file.TensorData;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A tensor in an open file. Its numbers are read each time they are requested, so that a checkpoint
 * with an optimizer in it costs no more memory than what is taken from it.
 *
 * @param dtype the type of one element
 * @param shape the dimensions
 * @param numbers reads the numbers
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, never compared
public record StoredTensor(DType dtype, long[] shape, Supplier<TensorData> numbers) {

  /** Copies the shape. */
  public StoredTensor {
    shape = shape.clone();
  }

  /** A tensor that is in memory already. */
  public static StoredTensor of(TensorData data) {
    return new StoredTensor(data.dtype(), data.shape(), () -> data);
  }

  /** A copy of the dimensions. */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  /**
   * Reads the numbers, row-major.
   *
   * @throws io.inkwash.file.FileException if they are missing, cut off or damaged
   */
  public TensorData load() {
    return numbers.get();
  }

  /** The type and the shape, such as {@code F32[64, 1, 3, 3]}. */
  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }
}
