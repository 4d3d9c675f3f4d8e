package io.inkwash.metric;

import io.inkwash.metric.feature.FeatureMatrix;
import org.bytedeco.pytorch.Tensor;

/**
 * Density and coverage (Naeem et al. 2020, "Reliable fidelity and diversity metrics for generative
 * models", equations 3 and 4).
 *
 * <p>With balls around real features, as wide as the distance to the k-th nearest real neighbor:
 * density is the number of balls that a sample lies in, over k, on average; coverage is the share
 * of balls with any sample inside. A point on a ball's surface is inside. For equal distributions
 * and equal large counts density is 1 and coverage 1 - 2^-k.
 *
 * @param density 0 or more; it may exceed 1 where samples gather in the densest places
 * @param coverage in [0, 1]
 */
public record DensityCoverage(double density, double coverage) {

  /** The neighbors that the paper counts. */
  public static final int NEIGHBORS = 5;

  /**
   * Of real and sample features.
   *
   * @param k 1 or more, and less than either count
   */
  public static DensityCoverage of(FeatureMatrix real, FeatureMatrix samples, int k) {
    KnnBalls.requireNeighbors("density and coverage", real, samples, k);
    KnnBalls ofReal = new KnnBalls(real, k);
    boolean[] covered = new boolean[real.count()];
    long[] inside = {0};
    Distances.visit(
        real,
        samples,
        (squared, row, column) -> {
          Tensor in = ofReal.aroundRows(squared, row);
          inside[0] += in.sum().item_long();
          KnnBalls.mark(covered, row, in.any(1));
        });
    double density = inside[0] / ((double) k * samples.count());
    return new DensityCoverage(density, KnnBalls.share(covered));
  }
}
