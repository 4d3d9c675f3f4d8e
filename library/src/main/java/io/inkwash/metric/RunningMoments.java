package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * {@link Moments} of features that come batch by batch. Memory does not grow with their number.
 *
 * <p>Batch B of n images joins A of m by the pairwise update of Chan, Golub and LeVeque (1979),
 * with S the sum of outer products of deviations from the mean, and d = mean(B) - mean(A):
 *
 * <pre>
 * mean = mean(A) + d n / (m + n)
 * S    = S(A) + S(B) + d d' m n / (m + n)
 * </pre>
 *
 * <p>Deviations are taken from each batch's own mean, in float64, so features far from zero lose no
 * digits.
 */
public final class RunningMoments {

  /** The most features of an image; the covariance of so many takes half a gibibyte. */
  public static final int LARGEST_WIDTH = 8192;

  private static final int TILE = 4096; // rows turned to float64 at once

  private final int width;
  private final double[] mean;
  private final double[] scatter;
  private long count;

  /** No images yet, of {@code width} features each. */
  public RunningMoments(int width) {
    if (width < 1 || width > LARGEST_WIDTH) {
      throw new IllegalArgumentException(
          format(
              "covariance of %s features; allowed: 1 to %s; use a feature network, or smaller images",
              width, LARGEST_WIDTH));
    }
    this.width = width;
    mean = new double[width];
    scatter = new double[width * width];
  }

  /** Adds the rows of a tensor, [n,D]. */
  public void add(Tensor features) {
    if (features.dim() != 2 || features.size(1) != width) {
      throw new IllegalArgumentException(
          format(
              "features of shape %s; allowed: [n, %s]",
              Arrays.toString(Tensors.shape(features)), width));
    }
    if (features.size(0) == 0) {
      return;
    }
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor rows = features.to(ScalarType.Double);
      Tensor center = rows.mean(0);
      Tensor deviations = rows.sub(center);
      join(
          features.size(0),
          Tensors.toDoubles(center),
          Tensors.toDoubles(deviations.t().mm(deviations)));
    }
  }

  /** Adds the rows of a matrix. */
  public void add(FeatureMatrix matrix) {
    for (int from = 0; from < matrix.count(); from += TILE) {
      try (TensorScope scope = TensorScope.open()) {
        add(matrix.rows(from, Math.min(matrix.count(), from + TILE)));
      }
    }
  }

  /** Adds all images of other moments. */
  public void add(Moments other) {
    if (other.width() != width) {
      throw new IllegalArgumentException(
          "moments of " + other.width() + " features; allowed: " + width);
    }
    double[] others = other.covariance().clone();
    for (int i = 0; i < others.length; i++) {
      others[i] *= other.count() - 1;
    }
    join(other.count(), other.mean(), others);
  }

  private void join(long others, double[] otherMean, double[] otherScatter) {
    double all = (double) count + others;
    double[] shift = new double[width];
    for (int i = 0; i < width; i++) {
      shift[i] = otherMean[i] - mean[i];
      if (!Double.isFinite(shift[i])) {
        throw new IllegalArgumentException(
            "feature " + i + " is not finite; look at the samples: they hold NaN or infinities");
      }
    }
    double weight = count * (others / all);
    for (int i = 0; i < width; i++) {
      mean[i] += shift[i] * (others / all);
      int row = i * width;
      for (int j = 0; j < width; j++) {
        scatter[row + j] += otherScatter[row + j] + shift[i] * shift[j] * weight;
      }
    }
    count += others;
  }

  /** The number of images so far. */
  public long count() {
    return count;
  }

  /** The moments of all images so far; there must be 2 at least. */
  public Moments moments() {
    double[] covariance = scatter.clone();
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] /= count - 1.0;
    }
    return new Moments(count, mean.clone(), covariance);
  }
}
