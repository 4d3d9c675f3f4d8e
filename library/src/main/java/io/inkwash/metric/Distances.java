package io.inkwash.metric;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Squared Euclidean distances between sets of points, a tile at a time, in float64:
 *
 * <pre>|a - b|^2 = |a|^2 + |b|^2 - 2 a b'</pre>
 *
 * <p>so that the work is a matrix product. In float64 the difference is exact to about 1e-15 of
 * |a|^2 + |b|^2.
 */
public final class Distances {
  static final int TILE_ROWS = 1024;
  static final int TILE_COLUMNS = 4096;

  private Distances() {}

  /** What is done with a tile. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Sees one tile; whatever it makes dies with the tile.
     *
     * @param squared [n,m] squared distances from rows of the first set to rows of the second
     * @param row the number of the tile's first row
     * @param column the number of the tile's first column
     */
    void visit(Tensor squared, int row, int column);
  }

  /** Visits all pairs of rows of two matrices. */
  static void visit(FeatureMatrix a, FeatureMatrix b, Visitor visitor) {
    for (int row = 0; row < a.count(); row += TILE_ROWS) {
      try (TensorScope rows = TensorScope.open();
          Grad off = Grad.off()) {
        Tensor some = a.rows(row, Math.min(a.count(), row + TILE_ROWS));
        for (int column = 0; column < b.count(); column += TILE_COLUMNS) {
          try (TensorScope tile = TensorScope.open()) {
            Tensor others = b.rows(column, Math.min(b.count(), column + TILE_COLUMNS));
            visitor.visit(squared(some, others), row, column);
          }
        }
      }
    }
  }

  /** [n,m] from [n,D] and [m,D], float64. */
  static Tensor squared(Tensor a, Tensor b) {
    Tensor ofA = a.square().sum(1).unsqueeze(1);
    Tensor ofB = b.square().sum(1).unsqueeze(0);
    return a.mm(b.t()).mul_(new Scalar(-2.0)).add_(ofA).add_(ofB).clamp_min_(new Scalar(0.0));
  }

  /**
   * The squared distance of each point to its k-th nearest neighbor among the others.
   *
   * @param k 1 to one less than the number of points
   */
  static double[] toNeighbor(FeatureMatrix points, int k) {
    double[] radii = new double[points.count()];
    for (int row = 0; row < points.count(); row += TILE_ROWS) {
      int end = Math.min(points.count(), row + TILE_ROWS);
      try (TensorScope rows = TensorScope.open();
          Grad off = Grad.off()) {
        Tensor some = points.rows(row, end);
        double[] none = new double[(end - row) * (k + 1)];
        Arrays.fill(none, Double.POSITIVE_INFINITY);
        Tensor nearest = Tensors.of(none, end - row, k + 1L); // a point is its own nearest
        for (int column = 0; column < points.count(); column += TILE_COLUMNS) {
          try (TensorScope tile = TensorScope.open()) {
            Tensor others = points.rows(column, Math.min(points.count(), column + TILE_COLUMNS));
            Tensor candidates = Tensors.cat(1, nearest, squared(some, others));
            nearest = tile.keep(smallest(candidates, k + 1L));
          }
        }
        double[] furthest = Tensors.toDoubles(nearest.narrow(1, k, 1));
        System.arraycopy(furthest, 0, radii, row, furthest.length);
      }
    }
    return radii;
  }

  /** The smallest of each row, ascending. */
  private static Tensor smallest(Tensor rows, long count) {
    return new Tensor(rows.topk(count, 1, false, true).get0());
  }
}
