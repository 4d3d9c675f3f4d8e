package io.inkwash.restore;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Each pixel becomes the median of the square about it, images mirrored at their edges.
 *
 * @param size the side of the square, odd: 3 or 5
 */
public record MedianFilter(int size) implements Baseline {

  /** Checks the size. */
  public MedianFilter {
    if (size < 3 || size % 2 == 0) {
      throw new IllegalArgumentException(
          "median over squares of " + size + "; allowed: an odd side of 3 or more");
    }
  }

  @Override
  public Tensor restore(Tensor y) {
    int reach = size / 2;
    return torch
        .reflection_pad2d(y, reach, reach, reach, reach)
        .unfold(2, size, 1)
        .unfold(3, size, 1)
        .flatten(4, -1)
        .median(4)
        .get0()
        .clone();
  }
}
