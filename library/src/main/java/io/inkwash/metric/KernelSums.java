package io.inkwash.metric;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The cubic kernel summed over all partners of each point: enough for the discrepancy of two sets,
 * and for that of the sets without any one point.
 *
 * @param xx for each x the sum over the other x
 * @param yy for each y the sum over the other y
 * @param xy for each x the sum over all y
 * @param yx for each y the sum over all x
 */
@SuppressWarnings("ArrayRecordComponent") // lives inside one computation
record KernelSums(double[] xx, double[] yy, double[] xy, double[] yx) {

  static KernelSums of(FeatureMatrix x, FeatureMatrix y) {
    double[] xx = new double[x.count()];
    double[] yy = new double[y.count()];
    double[] xy = new double[x.count()];
    double[] yx = new double[y.count()];
    add(x, x, xx, new double[x.count()]);
    add(y, y, yy, new double[y.count()]);
    add(x, y, xy, yx);
    subtractSelf(x, xx);
    subtractSelf(y, yy);
    return new KernelSums(xx, yy, xy, yx);
  }

  private static void add(FeatureMatrix a, FeatureMatrix b, double[] ofRows, double[] ofColumns) {
    for (int row = 0; row < a.count(); row += Distances.TILE_ROWS) {
      try (TensorScope rows = TensorScope.open();
          Grad off = Grad.off()) {
        Tensor some = a.rows(row, Math.min(a.count(), row + Distances.TILE_ROWS));
        for (int column = 0; column < b.count(); column += Distances.TILE_COLUMNS) {
          try (TensorScope tile = TensorScope.open()) {
            int end = Math.min(b.count(), column + Distances.TILE_COLUMNS);
            Tensor kernel = cubic(some.mm(b.rows(column, end).t()), a.width());
            add(Tensors.toDoubles(kernel.sum(1)), ofRows, row);
            add(Tensors.toDoubles(kernel.sum(0)), ofColumns, column);
          }
        }
      }
    }
  }

  private static void add(double[] values, double[] into, int from) {
    for (int i = 0; i < values.length; i++) {
      into[from + i] += values[i];
    }
  }

  private static Tensor cubic(Tensor products, int width) {
    Tensor base = products.div_(new Scalar((double) width)).add_(new Scalar(1.0));
    return base.mul(base).mul_(base);
  }

  private static void subtractSelf(FeatureMatrix points, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      double square = 0;
      for (int k = i * points.width(); k < (i + 1) * points.width(); k++) {
        square += (double) points.values()[k] * points.values()[k];
      }
      double base = square / points.width() + 1;
      sums[i] -= base * base * base;
    }
  }

  /** The squared maximum mean discrepancy, without bias. */
  double discrepancy() {
    return discrepancy(sum(xx), sum(yy), sum(xy), xx.length, yy.length);
  }

  private static double discrepancy(double xx, double yy, double xy, double m, double n) {
    return xx / (m * (m - 1)) + yy / (n * (n - 1)) - 2 * xy / (m * n);
  }

  /**
   * The standard error of {@link #discrepancy}: with d_i what it is without point i of a set of m,
   * the set adds (m - 1) / m sum (d_i - mean d_i)^2 to its square (Efron and Stein 1981).
   */
  double jackknifeError() {
    double allXx = sum(xx);
    double allYy = sum(yy);
    double allXy = sum(xy);
    double[] withoutX = new double[xx.length];
    for (int i = 0; i < withoutX.length; i++) {
      withoutX[i] =
          discrepancy(allXx - 2 * xx[i], allYy, allXy - xy[i], xx.length - 1.0, yy.length);
    }
    double[] withoutY = new double[yy.length];
    for (int i = 0; i < withoutY.length; i++) {
      withoutY[i] =
          discrepancy(allXx, allYy - 2 * yy[i], allXy - yx[i], xx.length, yy.length - 1.0);
    }
    return Math.sqrt(variance(withoutX) + variance(withoutY));
  }

  private static double variance(double[] without) {
    double deviation = MeanAndDeviation.of(without).deviation();
    return (without.length - 1) * deviation * deviation;
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }
}
