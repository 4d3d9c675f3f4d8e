package io.inkwash.metric;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The sliced Wasserstein distance of order 2 (Bonneel et al. 2015, "Sliced and Radon Wasserstein
 * barycenters of measures", section 2): both sets are projected to many random directions, and
 * along each the optimal transport pairs them in sorted order.
 *
 * <pre>
 * SW^2 = mean over unit directions u of  integral_0^1 (F_u^-1(q) - G_u^-1(q))^2 dq
 * </pre>
 *
 * <p>with F_u^-1 and G_u^-1 the quantiles of the projections. The integral is exact for finite sets
 * of any two counts. It is 0 only for equal distributions, but finite sets of one distribution are
 * some way apart: compare with the floor.
 *
 * @param value SW, in the units of the features
 * @param standardError of SW, from the spread between directions
 * @param projections the number of directions
 */
public record SlicedWasserstein(double value, double standardError, int projections) {

  private static final int AT_ONCE = 64; // directions
  private static final int TILE = 4096; // rows

  /**
   * Between two sets of features, which may be pixels.
   *
   * @param projections 2 or more, such as 512
   * @param rng draws the directions
   */
  public static SlicedWasserstein between(
      FeatureMatrix a, FeatureMatrix b, int projections, Rng rng) {
    FeatureMatrix.requireComparable("sliced Wasserstein distance", a, b, 1);
    if (projections < 2) {
      throw new IllegalArgumentException(
          projections + " projections; allowed: 2 or more, such as 512");
    }
    double[] squares = new double[projections];
    for (int from = 0; from < projections; from += AT_ONCE) {
      int count = Math.min(projections - from, AT_ONCE);
      try (TensorScope scope = TensorScope.open();
          Grad off = Grad.off()) {
        Tensor directions = directions(rng, from, count, a.width());
        double[][] ofA = sortedShadows(a, directions);
        double[][] ofB = sortedShadows(b, directions);
        for (int i = 0; i < count; i++) {
          squares[from + i] = transport(ofA[i], ofB[i]);
        }
      }
    }
    MeanAndDeviation spread = MeanAndDeviation.of(squares);
    double value = Math.sqrt(spread.mean());
    double ofSquare = spread.deviation() / Math.sqrt(projections - 1.0);
    return new SlicedWasserstein(value, value == 0 ? 0 : ofSquare / (2 * value), projections);
  }

  /** Unit vectors, [count,D]; each is a function of its number. */
  private static Tensor directions(Rng rng, int first, int count, int width) {
    Tensor normal = rng.normalRows(first, 0, count, width).to(ScalarType.Double);
    Tensor lengths = normal.square().sum(1).sqrt_().unsqueeze(1);
    return normal.div_(lengths.clamp_min(new Scalar(Double.MIN_NORMAL)));
  }

  /** For each direction the projections of all rows, sorted. */
  private static double[][] sortedShadows(FeatureMatrix rows, Tensor directions) {
    double[][] shadows = new double[Math.toIntExact(directions.size(0))][rows.count()];
    for (int from = 0; from < rows.count(); from += TILE) {
      int count = Math.min(rows.count() - from, TILE);
      try (TensorScope scope = TensorScope.open()) {
        double[] some = Tensors.toDoubles(directions.mm(rows.rows(from, from + count).t()));
        for (int i = 0; i < shadows.length; i++) {
          System.arraycopy(some, i * count, shadows[i], from, count);
        }
      }
    }
    for (double[] shadow : shadows) {
      Arrays.sort(shadow);
    }
    return shadows;
  }

  /** The squared distance of order 2 between two sorted sets of numbers of equal weights. */
  static double transport(double[] a, double[] b) {
    double sum = 0;
    double done = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      long endA = (i + 1L) * b.length; // in units of 1 / (a.length b.length)
      long endB = (j + 1L) * a.length;
      double step = Math.min(endA, endB) - done;
      sum += step * (a[i] - b[j]) * (a[i] - b[j]);
      done += step;
      i += endA <= endB ? 1 : 0;
      j += endB <= endA ? 1 : 0;
    }
    return sum / ((double) a.length * b.length);
  }
}
