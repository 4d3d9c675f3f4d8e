package io.inkwash.restore.degradation;

import java.util.Arrays;

/**
 * Each square of pixels becomes one, their mean. To restore is to raise the resolution.
 *
 * @param factor the side of a square, 2 or more; sides of images are multiples of it
 */
public record BlockAverage(int factor) implements Degradation {

  /** Checks the factor. */
  public BlockAverage {
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
    double[][] rows = new double[Shrinking.count(length, factor)][Math.toIntExact(length)];
    for (int i = 0; i < rows.length; i++) {
      Arrays.fill(rows[i], i * factor, (i + 1) * factor, 1.0 / factor);
    }
    return Axis.of(rows);
  }
}
