package io.inkwash.nn;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Rows above and columns at the left that repeat the picture from its other side.
 *
 * @param top rows above
 * @param left columns at the left
 */
record CircularPadding(long top, long left) {

  /** What [N,C,H,W] needs so that height and width become multiples of a number. */
  static CircularPadding to(int multiple, Tensor x) {
    return new CircularPadding(
        Math.floorMod(-x.size(2), multiple), Math.floorMod(-x.size(3), multiple));
  }

  /** Whether nothing is added. */
  boolean none() {
    return top == 0 && left == 0;
  }

  /** The picture with its padding. */
  Tensor add(Tensor x) {
    return wrap(wrap(x, 2, top), 3, left);
  }

  /** The picture without it. */
  Tensor remove(Tensor x) {
    return none() ? x : x.narrow(2, top, x.size(2) - top).narrow(3, left, x.size(3) - left);
  }

  private static Tensor wrap(Tensor x, int dimension, long before) {
    if (before == 0) {
      return x;
    }
    long size = x.size(dimension);
    long[] from = new long[Math.toIntExact(before + size)];
    for (int i = 0; i < from.length; i++) {
      from[i] = Math.floorMod(i - before, size);
    }
    return x.index_select(dimension, Tensors.of(from, from.length));
  }
}
