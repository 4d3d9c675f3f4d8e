package io.inkwash.exchange;

import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Tensors cut and joined along their first dimension, whatever the type of their numbers. */
final class Rows {
  private Rows() {}

  /** One under the other; the numbers are read when they are needed. */
  static StoredTensor joined(List<StoredTensor> parts) {
    long[] shape = parts.get(0).shape();
    shape[0] = parts.stream().mapToLong(part -> part.shape()[0]).sum();
    return new StoredTensor(
        parts.get(0).dtype(), shape, () -> join(parts.stream().map(StoredTensor::load).toList()));
  }

  /** One under the other. */
  static TensorData join(List<TensorData> parts) {
    long[] shape = parts.get(0).shape();
    shape[0] = parts.stream().mapToLong(part -> part.shape()[0]).sum();
    int bytes = parts.stream().mapToInt(part -> part.bytes().remaining()).sum();
    ByteBuffer all = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    parts.forEach(part -> all.put(part.bytes()));
    return new TensorData(parts.get(0).dtype(), shape, all.flip());
  }

  /** Cut into so many parts of one size. */
  static List<TensorData> cut(TensorData whole, int parts) {
    long[] shape = whole.shape();
    shape[0] /= parts;
    int bytes = whole.bytes().remaining() / parts;
    List<TensorData> cut = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      cut.add(new TensorData(whole.dtype(), shape, whole.bytes().slice(i * bytes, bytes)));
    }
    return cut;
  }

  /**
   * The rows in another order: cut into {@code outer} times {@code inner} parts, which change from
   * one order of the two counters to the other. With 3 and the number of heads this leads from all
   * queries, all keys, all values to those of each head, and with the two exchanged back.
   */
  static TensorData transposed(TensorData whole, int outer, int inner) {
    List<TensorData> parts = cut(whole, outer * inner);
    List<TensorData> ordered = new ArrayList<>();
    for (int i = 0; i < inner; i++) {
      for (int o = 0; o < outer; o++) {
        ordered.add(parts.get(o * inner + i));
      }
    }
    return join(ordered);
  }

  /** A tensor of which the numbers are changed when they are read. */
  static StoredTensor lazily(StoredTensor tensor, UnaryOperator<TensorData> change) {
    return new StoredTensor(tensor.dtype(), tensor.shape(), () -> change.apply(tensor.load()));
  }

  /** The same numbers with a last dimension of 1, as a convolution over positions has them. */
  static StoredTensor pointwise(StoredTensor linear) {
    long[] shape = Arrays.copyOf(linear.shape(), linear.shape().length + 1);
    shape[shape.length - 1] = 1;
    return new StoredTensor(
        linear.dtype(), shape, () -> new TensorData(linear.dtype(), shape, linear.load().bytes()));
  }

  /** The same numbers without a last dimension of 1, where there are three. */
  static TensorData linear(TensorData tensor) {
    long[] shape = tensor.shape();
    return shape.length == 3
        ? new TensorData(tensor.dtype(), Arrays.copyOf(shape, 2), tensor.bytes())
        : tensor;
  }
}
