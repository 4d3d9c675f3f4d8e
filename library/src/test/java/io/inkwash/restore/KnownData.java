package io.inkwash.restore;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Data whose every posterior is known: a mixture of normal distributions with any covariances.
 *
 * @param shape [C,H,W] of a point, d numbers in all
 * @param parts the components
 */
@SuppressWarnings("ArrayRecordComponent")
record KnownData(long[] shape, List<Part> parts) {

  /** A component: its weight, mean [d] and covariance [d,d]. */
  @SuppressWarnings("ArrayRecordComponent")
  record Part(double weight, double[] mean, double[][] covariance) {}

  /** Mean [d] and covariance [d,d] of a distribution. */
  @SuppressWarnings("ArrayRecordComponent")
  record Moments(double[] mean, double[][] covariance) {

    /** Those of points [N,C,H,W]. */
    static Moments of(Tensor points) {
      double[] x = Tensors.toDoubles(points);
      int count = Math.toIntExact(points.size(0));
      int size = x.length / count;
      double[] mean = new double[size];
      double[][] square = new double[size][size];
      for (int n = 0; n < count; n++) {
        for (int i = 0; i < size; i++) {
          mean[i] += x[n * size + i] / count;
          for (int j = 0; j < size; j++) {
            square[i][j] += x[n * size + i] * x[n * size + j] / count;
          }
        }
      }
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          square[i][j] -= mean[i] * mean[j];
        }
      }
      return new Moments(mean, square);
    }

    /** The largest error of a mean, in standard deviations of the widest coordinate. */
    double meanError(Moments truth) {
      double worst = 0;
      for (int i = 0; i < mean.length; i++) {
        worst = Math.max(worst, Math.abs(mean[i] - truth.mean[i]));
      }
      return worst / Math.sqrt(truth.widest());
    }

    /** The largest error of a covariance, as a share of the largest variance. */
    double covarianceError(Moments truth) {
      double worst = 0;
      for (int i = 0; i < mean.length; i++) {
        for (int j = 0; j < mean.length; j++) {
          worst = Math.max(worst, Math.abs(covariance[i][j] - truth.covariance[i][j]));
        }
      }
      return worst / truth.widest();
    }

    double widest() {
      double widest = 0;
      for (int i = 0; i < mean.length; i++) {
        widest = Math.max(widest, covariance[i][i]);
      }
      return widest;
    }
  }

  /** Two unequal blobs in two pixels: {@link io.inkwash.testkit.GaussianMixture#twoBlobs()}. */
  static KnownData twoBlobs() {
    return new KnownData(
        new long[] {1, 1, 2},
        List.of(
            new Part(0.3, new double[] {-0.8, 0.3}, new double[][] {{0.02, 0}, {0, 0.02}}),
            new Part(0.7, new double[] {0.5, -0.2}, new double[][] {{0.05, 0}, {0, 0.05}})));
  }

  /** One normal distribution of 2 x 2 pixels whose neighbors resemble each other. */
  static KnownData neighbors(double correlation) {
    double[][] covariance = new double[4][4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        int distance = Math.abs(i / 2 - j / 2) + Math.abs(i % 2 - j % 2);
        covariance[i][j] = 0.25 * (distance == 0 ? 1 : Math.pow(correlation, distance));
      }
    }
    return new KnownData(
        new long[] {1, 2, 2},
        List.of(new Part(1, new double[] {0.2, -0.1, 0.3, -0.4}, covariance)));
  }

  int size() {
    return parts.get(0).mean.length;
  }

  long[] batch(long count) {
    return new long[] {count, shape[0], shape[1], shape[2]};
  }

  /** The exact denoiser, in operations that can be derived. */
  Denoiser denoiser(GaussianPath path) {
    return (x, t) -> {
      double alpha = path.alpha(t);
      double sigma = path.sigma(t);
      Tensor points = x.flatten(1, -1).t().contiguous(); // a column a point: sums are fast
      Tensor[] logs = new Tensor[parts.size()];
      Tensor[] estimates = new Tensor[logs.length];
      for (int k = 0; k < logs.length; k++) {
        Part part = parts.get(k);
        Tensor mean = row(part.mean).t();
        Tensor covariance = matrix(part.covariance);
        Tensor noisy = covariance.mul(new Scalar(alpha * alpha)).add(unit(sigma * sigma));
        Tensor distance = points.sub(mean.mul(new Scalar(alpha)));
        Tensor scaled = noisy.inverse().matmul(distance);
        estimates[k] = mean.add(covariance.matmul(scaled), new Scalar(alpha));
        double constant = Math.log(part.weight) - 0.5 * Math.log(Tensors.toDoubles(noisy.det())[0]);
        logs[k] =
            scaled
                .mul(distance)
                .sum(0)
                .mul(new Scalar(-0.5))
                .add(new Scalar(constant))
                .unsqueeze(0);
      }
      Tensor shares = Tensors.cat(0, logs).softmax(0);
      Tensor x0 = estimates[0].mul(shares.narrow(0, 0, 1));
      for (int k = 1; k < logs.length; k++) {
        x0 = x0.add(estimates[k].mul(shares.narrow(0, k, 1)));
      }
      return Denoised.of(x0.t().contiguous().view(x.size(0), x.size(1), x.size(2), x.size(3)));
    };
  }

  /** What is known of the data once a single measurement [1,...] is. */
  KnownData given(Measurement measurement) {
    try (TensorScope scope = TensorScope.open()) {
      LinearOperator operator = measurement.operator();
      Tensor points = unit(1).view(size(), shape[0], shape[1], shape[2]);
      Tensor transposed = operator.apply(points).flatten(1, -1);
      // Only what is measured counts: rows of A that are not zero.
      Tensor used = transposed.abs().sum(0).gt(new Scalar(0.0)).nonzero().flatten(0, -1);
      transposed = transposed.index_select(1, used);
      Tensor y = measurement.y().flatten(1, -1).index_select(1, used);
      List<Part> after = new ArrayList<>();
      double[] logs = new double[parts.size()];
      for (int k = 0; k < logs.length; k++) {
        Part part = parts.get(k);
        Tensor covariance = matrix(part.covariance);
        Tensor cross = covariance.matmul(transposed);
        Tensor noise =
            torch
                .eye(used.size(0), Tensors.options(ScalarType.Double))
                .mul(new Scalar(measurement.sigma() * measurement.sigma()));
        Tensor seen = transposed.t().matmul(cross).add(noise);
        Tensor off = y.sub(row(part.mean).matmul(transposed));
        Tensor scaled = off.matmul(seen.inverse());
        double[] mean = Tensors.toDoubles(row(part.mean).add(scaled.matmul(cross.t())));
        Tensor left = covariance.sub(cross.matmul(seen.inverse()).matmul(cross.t()));
        logs[k] =
            Math.log(part.weight)
                - 0.5 * Tensors.toDoubles(scaled.mul(off).sum())[0]
                - 0.5 * Math.log(Tensors.toDoubles(seen.det())[0]);
        after.add(new Part(1, mean, rows(Tensors.toDoubles(left))));
      }
      double largest = Arrays.stream(logs).max().orElseThrow();
      double sum = Arrays.stream(logs).map(log -> Math.exp(log - largest)).sum();
      List<Part> weighted = new ArrayList<>();
      for (int k = 0; k < logs.length; k++) {
        Part part = after.get(k);
        weighted.add(new Part(Math.exp(logs[k] - largest) / sum, part.mean, part.covariance));
      }
      return new KnownData(shape, weighted);
    }
  }

  Moments moments() {
    double[] mean = new double[size()];
    double[][] covariance = new double[size()][size()];
    for (Part part : parts) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += part.weight * part.mean[i];
      }
    }
    for (Part part : parts) {
      for (int i = 0; i < mean.length; i++) {
        for (int j = 0; j < mean.length; j++) {
          double apart = (part.mean[i] - mean[i]) * (part.mean[j] - mean[j]);
          covariance[i][j] += part.weight * (part.covariance[i][j] + apart);
        }
      }
    }
    return new Moments(mean, covariance);
  }

  private Tensor unit(double scale) {
    return torch.eye(size(), Tensors.options(ScalarType.Double)).mul(new Scalar(scale));
  }

  private static Tensor row(double[] values) {
    return Tensors.of(values, 1, values.length);
  }

  private static Tensor matrix(double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return Tensors.of(flat, rows.length, rows.length);
  }

  private double[][] rows(double[] flat) {
    double[][] rows = new double[size()][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * size(), (i + 1) * size()));
    return rows;
  }
}
