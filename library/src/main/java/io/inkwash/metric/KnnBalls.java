package io.inkwash.metric;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * Balls around points that reach to the k-th nearest neighbor: together, an estimate of where the
 * points' distribution lives.
 */
final class KnnBalls {
  private final double[] squaredRadii;

  KnnBalls(FeatureMatrix points, int k) {
    squaredRadii = Distances.toNeighbor(points, k);
  }

  /** Which of a tile's columns lie in the balls of its rows, [n,m] of truth values. */
  Tensor aroundRows(Tensor squared, int row) {
    return squared.le(radii(row, squared.size(0)).unsqueeze(1));
  }

  /** Which of a tile's rows lie in the balls of its columns, [n,m] of truth values. */
  Tensor aroundColumns(Tensor squared, int column) {
    return squared.le(radii(column, squared.size(1)).unsqueeze(0));
  }

  private Tensor radii(int from, long count) {
    return Tensors.of(Arrays.copyOfRange(squaredRadii, from, from + (int) count), count);
  }

  /** Marks what a vector of truth values holds, from an index on. */
  static void mark(boolean[] marks, int from, Tensor truths) {
    double[] values = Tensors.toDoubles(truths);
    for (int i = 0; i < values.length; i++) {
      marks[from + i] |= values[i] != 0;
    }
  }

  /** The share of marks that are set. */
  static double share(boolean[] marks) {
    int set = 0;
    for (boolean mark : marks) {
      set += mark ? 1 : 0;
    }
    return (double) set / marks.length;
  }

  /** Refuses a k that leaves no neighbor. */
  static void requireNeighbors(String metric, FeatureMatrix real, FeatureMatrix samples, int k) {
    if (k < 1) {
      throw new IllegalArgumentException(
          metric + " with k = " + k + " neighbors; allowed: 1 or more, such as 3 or 5");
    }
    FeatureMatrix.requireComparable(metric, real, samples, k + 1);
  }
}
