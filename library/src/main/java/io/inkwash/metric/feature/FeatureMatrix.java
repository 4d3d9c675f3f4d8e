package io.inkwash.metric.feature;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The features of some images, in Java's memory: no scope holds them and none is needed.
 *
 * @param values row by row, {@code count} times {@code width}; shared, not to be changed
 * @param count the number of images, N
 * @param width the number of features of an image, D
 */
@SuppressWarnings("ArrayRecordComponent") // a matrix is handed on, never compared
public record FeatureMatrix(float[] values, int count, int width) {

  /** Refuses numbers that do not fill the shape. */
  public FeatureMatrix {
    if (count < 0 || width < 1 || (long) count * width != values.length) {
      throw new IllegalArgumentException(
          format(
              "%s values for %s rows of %s; allowed: as many as rows times width",
              values.length, count, width));
    }
  }

  /** A copy of an [N,D] tensor. */
  public static FeatureMatrix of(Tensor rows) {
    return new FeatureMatrix(
        Tensors.toFloats(rows), Math.toIntExact(rows.size(0)), Math.toIntExact(rows.size(1)));
  }

  /** Some rows as a float64 tensor, [to - from, D]. */
  public Tensor rows(int from, int to) {
    float[] some = Arrays.copyOfRange(values, from * width, to * width);
    return Tensors.of(some, to - from, width).to(ScalarType.Double);
  }

  /** The rows of the given numbers, in their order. */
  public FeatureMatrix pick(int[] rows) {
    float[] picked = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, picked, i * width, width);
    }
    return new FeatureMatrix(picked, rows.length, width);
  }

  /** Refuses to compare matrices of different widths, or with too few rows. */
  public static void requireComparable(
      String metric, FeatureMatrix real, FeatureMatrix samples, int fewest) {
    if (real.width != samples.width) {
      throw new IllegalArgumentException(
          format(
              "%s of %s real and %s sample features; allowed: equal widths, from one extractor",
              metric, real.width, samples.width));
    }
    int fewer = Math.min(real.count, samples.count);
    if (fewer < fewest) {
      throw new IllegalArgumentException(
          format(
              "%s of %s real and %s sample images; allowed: %s or more of each",
              metric, real.count, samples.count, fewest));
    }
  }
}
