package io.inkwash.exchange.pytorch;

import static io.inkwash.format.Text.format;

import io.inkwash.file.DType;
import io.inkwash.file.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Tensors as PyTorch stores them: a shape and strides over a part of a storage. */
final class Strides {
  private Strides() {}

  /**
   * A storage that a pickle names.
   *
   * @param dtype the type of its elements
   * @param count how many there are
   * @param bytes reads them, little-endian
   */
  record Storage(DType dtype, long count, java.util.function.Supplier<ByteBuffer> bytes) {}

  /**
   * What {@code _rebuild_tensor_v2(storage, offset, size, stride, ...)} gives.
   *
   * @throws IllegalArgumentException if the tensor leaves its storage
   */
  static Object tensor(Object[] arguments) {
    Storage storage = (Storage) arguments[0];
    long offset = ((Number) arguments[1]).longValue();
    long[] shape = numbers(arguments[2]);
    long[] strides = numbers(arguments[3]);
    check(storage, offset, shape, strides);
    return new StoredTensor(
        storage.dtype, shape, () -> rowMajor(storage, Math.toIntExact(offset), shape, strides));
  }

  private static long[] numbers(Object tuple) {
    Object[] values =
        tuple instanceof Object[] array ? array : ((java.util.List<?>) tuple).toArray();
    return Arrays.stream(values).mapToLong(value -> ((Number) value).longValue()).toArray();
  }

  private static void check(Storage storage, long offset, long[] shape, long[] strides) {
    boolean sound = shape.length == strides.length && offset >= 0;
    boolean empty = Arrays.stream(shape).anyMatch(size -> size == 0);
    long last = offset;
    for (int i = 0; sound && !empty && i < shape.length; i++) {
      sound = shape[i] > 0 && strides[i] >= 0;
      try {
        last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
      } catch (ArithmeticException e) {
        sound = false;
      }
    }
    if (!sound || (!empty && last >= storage.count)) {
      throw new IllegalArgumentException(
          format(
              "a tensor of shape %s with strides %s from element %d leaves its storage of %d elements",
              Arrays.toString(shape), Arrays.toString(strides), offset, storage.count));
    }
  }

  private static TensorData rowMajor(Storage storage, int offset, long[] shape, long[] strides) {
    int width = storage.dtype.bytes();
    int count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, Math.toIntExact(size));
    }
    ByteBuffer all = storage.bytes.get();
    if (isRowMajor(shape, strides) || count == 0) {
      return new TensorData(
          storage.dtype, shape, all.slice(count == 0 ? 0 : offset * width, count * width));
    }
    ByteBuffer gathered = ByteBuffer.allocate(count * width).order(ByteOrder.LITTLE_ENDIAN);
    long[] index = new long[shape.length];
    for (int i = 0; i < count; i++) {
      long at = offset;
      for (int d = 0; d < shape.length; d++) {
        at += index[d] * strides[d];
      }
      gathered.put(i * width, all, Math.toIntExact(at) * width, width);
      for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
        index[d] = 0;
      }
    }
    return new TensorData(storage.dtype, shape, gathered);
  }

  private static boolean isRowMajor(long[] shape, long[] strides) {
    long expected = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      if (shape[d] != 1 && strides[d] != expected) {
        return false;
      }
      expected *= shape[d];
    }
    return true;
  }
}
