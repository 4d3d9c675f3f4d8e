package io.inkwash.metric;

import io.inkwash.metric.feature.FeatureMatrix;

/**
 * The kernel distance (Binkowski et al. 2018, "Demystifying MMD GANs", section 4): the squared
 * maximum mean discrepancy with the kernel k(x, y) = (x'y / D + 1)^3, without bias. With
 * Inception-v3's features it is the KID. It is about 0 for equal distributions at any count, and
 * may be slightly negative.
 *
 * <pre>
 * d = sum_{i != j} k(x_i, x_j) / (m (m - 1)) + sum_{i != j} k(y_i, y_j) / (n (n - 1))
 *     - 2 sum_{ij} k(x_i, y_j) / (m n)
 * </pre>
 *
 * @param value d, from all pairs
 * @param standardError its standard error by the jackknife: what another draw of images would
 *     change
 */
public record KernelDistance(double value, double standardError) {

  private static final int FEWEST = 3;

  /** From all pairs of rows; time grows with the square of the counts, memory does not. */
  public static KernelDistance of(FeatureMatrix real, FeatureMatrix samples) {
    FeatureMatrix.requireComparable("kernel distance", real, samples, FEWEST);
    KernelSums sums = KernelSums.of(real, samples);
    return new KernelDistance(sums.discrepancy(), sums.jackknifeError());
  }
}
