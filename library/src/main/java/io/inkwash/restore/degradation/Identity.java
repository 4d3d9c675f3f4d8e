package io.inkwash.restore.degradation;

import java.util.Arrays;

/** Noise was added and nothing was lost: {@code A = I}. To restore is to denoise. */
public record Identity() implements DiagonalOperator, Degradation {

  @Override
  public String task() {
    return "denoise";
  }

  @Override
  public boolean lossless() {
    return true;
  }

  @Override
  public LinearOperator on(long channels, long height, long width) {
    return this;
  }

  @Override
  public double[] singularValues(long channels, long height, long width) {
    double[] ones = new double[Math.toIntExact(channels * height * width)];
    Arrays.fill(ones, 1);
    return ones;
  }
}
