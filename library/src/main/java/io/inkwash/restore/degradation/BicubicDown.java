package io.inkwash.restore.degradation;

import io.inkwash.data.CubicFilter;

/**
 * Made smaller by cubic convolution (Keys 1981, a = -1/2) with the kernel widened by the factor, as
 * Pillow and PyTorch's antialiased bicubic do it. To restore is to raise the resolution.
 *
 * @param factor how many times smaller, 2 or more; sides of images are multiples of it
 */
public record BicubicDown(int factor) implements Degradation {

  /** Checks the factor. */
  public BicubicDown {
    Shrinking.check(factor);
  }

  @Override
  public String task() {
    return "superres";
  }

  @Override
  public LinearOperator on(long channels, long height, long width) {
    return new Separable(axis(height), axis(width));
  }

  private Axis axis(long length) {
    int count = Shrinking.count(length, factor);
    return Axis.of(CubicFilter.whole(Math.toIntExact(length), count).matrix());
  }
}
