package io.inkwash.metric;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** Points for the tests of this package. */
final class Clouds {

  /** Reference numbers; metrics.py beside the file says what they are. */
  static final Golden GOLDEN = Golden.read("/io/inkwash/metric/metrics.txt");

  private Clouds() {}

  /** A matrix of the golden file. */
  static FeatureMatrix golden(String name, int width) {
    return matrix(GOLDEN.vector(name), width);
  }

  /** A matrix of doubles, rounded to floats. */
  static FeatureMatrix matrix(double[] numbers, int width) {
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers[i];
    }
    return new FeatureMatrix(values, values.length / width, width);
  }

  /** Points of N(shift, scale^2 I). */
  static FeatureMatrix normal(int count, int width, double shift, double scale, long seed) {
    double[] z = Tensors.toDoubles(Rng.seed(seed).normal(count, width));
    for (int i = 0; i < z.length; i++) {
      z[i] = shift + scale * z[i];
    }
    return matrix(z, width);
  }

  /** All rows as a float32 tensor. */
  static Tensor tensor(FeatureMatrix matrix) {
    return Tensors.of(matrix.values(), matrix.count(), matrix.width());
  }

  /** The squared distance of two rows, term by term. */
  static double squared(FeatureMatrix a, int i, FeatureMatrix b, int j) {
    double sum = 0;
    for (int k = 0; k < a.width(); k++) {
      double step = (double) a.values()[i * a.width() + k] - (double) b.values()[j * b.width() + k];
      sum += step * step;
    }
    return sum;
  }
}
