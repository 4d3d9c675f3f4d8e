package io.inkwash.restore;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/** Nothing but noise happened: {@code A = I}. */
public record Identity() implements LinearOperator, Degradation {

  @Override
  public LinearOperator on(long channels, long height, long width) {
    return this;
  }

  @Override
  public long[] measured(long... image) {
    return image.clone();
  }

  @Override
  public double[] singularValues(long channels, long height, long width) {
    double[] ones = new double[Math.toIntExact(channels * height * width)];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Override
  public Tensor spectrum(Tensor x) {
    return x;
  }

  @Override
  public Tensor fromSpectrum(Tensor z) {
    return z;
  }

  @Override
  public Tensor measuredSpectrum(Tensor y) {
    return y;
  }

  @Override
  public Tensor fromMeasuredSpectrum(Tensor z) {
    return z;
  }
}
