package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link Moments} of features that come batch by batch, in any order and in any parts, which {@link
 * #merge} joins. Memory does not grow with their number.
 *
 * <p>Sums of features and of their products are kept in twice the precision of a double, in which a
 * product of two features is exact. So the moments are the same for every order and every division
 * into parts, up to the last digit of a double, and features far from zero lose no digits:
 *
 * <pre>
 * mean_i        = sum(x_i) / n
 * covariance_ij = (sum(x_i x_j) - sum(x_i) mean_j) / (n - 1)
 * </pre>
 */
public final class RunningMoments {

  /** The most features of an image; their sums of products take half a gibibyte. */
  public static final int LARGEST_WIDTH = 8192;

  private static final int TILE = 4096; // rows of a matrix that are added at once

  private final int width;
  private final CompensatedSums sums;
  private final CompensatedSums[] products; // row i: of feature i with features 0 to i
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
    sums = new CompensatedSums(width);
    products = new CompensatedSums[width];
    for (int i = 0; i < width; i++) {
      products[i] = new CompensatedSums(i + 1);
    }
  }

  /**
   * Adds the rows of a tensor, [n,D].
   *
   * @throws IllegalArgumentException if it is of another width, or a feature is not finite
   */
  public void add(Tensor features) {
    if (features.dim() != 2 || features.size(1) != width) {
      throw new IllegalArgumentException(
          format(
              "features of shape %s; allowed: [n, %s]",
              Arrays.toString(Tensors.shape(features)), width));
    }
    double[] values = Tensors.toDoubles(features);
    double[][] rows = new double[values.length / width][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = finite(Arrays.copyOfRange(values, row * width, (row + 1) * width));
    }
    for (double[] row : rows) {
      sums.add(1, row);
    }
    for (int i = 0; i < width; i++) {
      for (double[] row : rows) {
        products[i].add(row[i], row);
      }
    }
    count += rows.length;
  }

  private static double[] finite(double[] row) {
    for (int i = 0; i < row.length; i++) {
      if (!Double.isFinite(row[i])) {
        throw new IllegalArgumentException(
            "feature " + i + " is not finite; look at the samples: they hold NaN or infinities");
      }
    }
    return row;
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
  public void merge(RunningMoments other) {
    if (other.width != width) {
      throw new IllegalArgumentException(
          "moments of " + other.width + " features; allowed: " + width);
    }
    sums.merge(other.sums);
    for (int i = 0; i < width; i++) {
      products[i].merge(other.products[i]);
    }
    count += other.count;
  }

  /** The number of images so far. */
  public long count() {
    return count;
  }

  /** The moments of all images so far; there must be 2 at least. */
  public Moments moments() {
    double[] mean = new double[width];
    double[] rest = new double[width]; // what is left of a sum when n means are taken away
    for (int i = 0; i < width; i++) {
      mean[i] = sums.value(i) / count;
      rest[i] = -Math.fma(mean[i], (double) count, -sums.value(i)) + sums.rest(i);
    }
    double[] covariance = new double[width * width];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j <= i; j++) {
        double product = mean[j] * sums.value(i);
        double lost = Math.fma(mean[j], sums.value(i), -product) + mean[j] * sums.rest(i);
        double centered =
            products[i].value(j) - product + (products[i].rest(j) - lost - rest[j] * mean[i]);
        covariance[i * width + j] = centered / (count - 1.0);
        covariance[j * width + i] = covariance[i * width + j];
      }
    }
    return new Moments(count, mean, covariance);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(count);
    sums.write(out);
    for (CompensatedSums row : products) {
      row.write(out);
    }
  }

  /** Replaces all by what was written of moments of the same width. */
  void read(DataInput in) throws IOException {
    count = in.readLong();
    sums.read(in);
    for (CompensatedSums row : products) {
      row.read(in);
    }
  }
}
