package io.inkwash.metric;

import io.inkwash.torch.Rng;

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

  /**
   * The published protocol: the mean over random subsets.
   *
   * @param mean the mean of d over the subsets
   * @param deviation the standard deviation of d between the subsets, which other programs print;
   *     it is that of one subset's d, not the mean's standard error
   * @param count the number of subsets
   * @param size images of each set in a subset
   */
  public record Subsets(double mean, double deviation, int count, int size) {}

  /**
   * Over subsets drawn without replacement, each from all rows. The paper takes 100 of 1000.
   *
   * @param count the number of subsets, 1 or more
   * @param size rows of a subset, at most either count
   */
  public static Subsets overSubsets(
      FeatureMatrix real, FeatureMatrix samples, int count, int size, Rng rng) {
    FeatureMatrix.requireComparable("kernel distance", real, samples, Math.max(size, FEWEST));
    if (count < 1 || size < 2) {
      throw new IllegalArgumentException(
          "%s subsets of %s rows; allowed: 1 or more of 2 or more, such as 100 of 1000"
              .formatted(count, size));
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      int[] some = RandomSubset.distinct(size, real.count(), rng.stream("real").at(i));
      int[] others = RandomSubset.distinct(size, samples.count(), rng.stream("samples").at(i));
      values[i] = KernelSums.of(real.pick(some), samples.pick(others)).discrepancy();
    }
    MeanAndDeviation spread = MeanAndDeviation.of(values);
    return new Subsets(spread.mean(), spread.deviation(), count, size);
  }
}
