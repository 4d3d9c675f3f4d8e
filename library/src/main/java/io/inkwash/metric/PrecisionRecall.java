package io.inkwash.metric;

import io.inkwash.metric.feature.FeatureMatrix;
import org.bytedeco.pytorch.Tensor;

/**
 * Improved precision and recall (Kynkaanniemi et al. 2019, "Improved precision and recall metric
 * for assessing generative models", equations 1 and 2).
 *
 * <p>Each set's region is the union of balls around its features, each as wide as the distance to
 * its k-th nearest neighbor in the set. Precision is the share of samples in the region of real
 * images, recall the share of real images in the region of samples. A point on a ball's surface is
 * inside. Both depend on the counts; use equal ones.
 *
 * @param precision in [0, 1]
 * @param recall in [0, 1]
 */
public record PrecisionRecall(double precision, double recall) {

  /** The neighbors that the paper counts. */
  public static final int NEIGHBORS = 3;

  /**
   * Of real and sample features.
   *
   * @param k 1 or more, and less than either count
   */
  public static PrecisionRecall of(FeatureMatrix real, FeatureMatrix samples, int k) {
    KnnBalls.requireNeighbors("precision and recall", real, samples, k);
    KnnBalls ofReal = new KnnBalls(real, k);
    KnnBalls ofSamples = new KnnBalls(samples, k);
    boolean[] precise = new boolean[samples.count()];
    boolean[] recalled = new boolean[real.count()];
    Distances.visit(
        real,
        samples,
        (squared, row, column) -> {
          Tensor looksReal = ofReal.aroundRows(squared, row).any(0);
          Tensor couldBeDrawn = ofSamples.aroundColumns(squared, column).any(1);
          KnnBalls.mark(precise, column, looksReal);
          KnnBalls.mark(recalled, row, couldBeDrawn);
        });
    return new PrecisionRecall(KnnBalls.share(precise), KnnBalls.share(recalled));
  }
}
