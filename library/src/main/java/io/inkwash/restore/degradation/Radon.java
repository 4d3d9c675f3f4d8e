package io.inkwash.restore.degradation;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Only projections of an image are known, as a tomograph takes them: the Radon transform with
 * parallel rays. To restore is to reconstruct the image.
 *
 * <p>A measurement has a row for each angle, evenly spaced over half a turn from 0, and a column
 * for each ray. Rays lie a pixel apart about the image's middle and are as long as its diagonal; a
 * ray's value is the mean of samples a pixel apart along it, interpolated bilinearly, with 0
 * outside of the image. So a measurement never leaves a range of pixels that holds 0. At angle 0
 * rays run along columns.
 *
 * @param angles how many, at least 1; about as many as pixels across make an image of it again
 */
public record Radon(int angles) implements Degradation {
  private static final int MOST = 50_000_000; // samples whose weights fit into memory

  /** Checks the number of angles. */
  public Radon {
    if (angles < 1) {
      throw new IllegalArgumentException(
          "projections at " + angles + " angles; allowed: 1 or more");
    }
  }

  @Override
  public String task() {
    return "reconstruct";
  }

  @Override
  public LinearOperator on(long channels, long height, long width) {
    int rows = Math.toIntExact(height);
    int columns = Math.toIntExact(width);
    int rays = rays(rows, columns);
    if ((double) angles * rays * rays > MOST) {
      throw new IllegalArgumentException(
          format(
              "projections of %d rays of %d samples at %d angles; allowed: %d samples in all",
              rays, rays, angles, MOST));
    }
    Map<Long, Double> weights = new HashMap<>();
    for (int angle = 0; angle < angles; angle++) {
      double sine = Math.sin(Math.PI * angle / angles);
      double cosine = Math.cos(Math.PI * angle / angles);
      for (int ray = 0; ray < rays; ray++) {
        long row = (long) angle * rays + ray;
        double off = ray - (rays - 1) / 2.0;
        for (int k = 0; k < rays; k++) {
          double along = k - (rays - 1) / 2.0;
          double y = (rows - 1) / 2.0 + off * sine + along * cosine;
          double x = (columns - 1) / 2.0 + off * cosine - along * sine;
          sample(weights, row, rows, columns, y, x, 1.0 / rays);
        }
      }
    }
    return new Projection(
        matrix(weights, (long) angles * rays, (long) rows * columns), angles, rays, rows, columns);
  }

  /** As many as the diagonal has pixels, and odd or even as the columns are. */
  private static int rays(int rows, int columns) {
    int diagonal = (int) Math.ceil(Math.hypot(rows, columns));
    return diagonal + (diagonal - columns) % 2;
  }

  /** Adds a sample between pixels to a row of the matrix. */
  private static void sample(
      Map<Long, Double> weights, long row, int rows, int columns, double y, double x, double all) {
    int top = (int) Math.floor(y);
    int left = (int) Math.floor(x);
    for (int i = top; i <= top + 1; i++) {
      for (int j = left; j <= left + 1; j++) {
        double weight = (1 - Math.abs(y - i)) * (1 - Math.abs(x - j)) * all;
        if (i >= 0 && i < rows && j >= 0 && j < columns && weight > 0) {
          weights.merge(row * rows * columns + (long) i * columns + j, weight, Double::sum);
        }
      }
    }
  }

  /** A sparse matrix of weights by {@code row * width + column}. */
  private static Tensor matrix(Map<Long, Double> weights, long height, long width) {
    long[] keys = weights.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    long[] indices = new long[2 * keys.length];
    for (int i = 0; i < keys.length; i++) {
      indices[i] = keys[i] / width;
      indices[keys.length + i] = keys[i] % width;
    }
    double[] values = Arrays.stream(keys).mapToDouble(weights::get).toArray();
    return Tensors.sparse(indices, values, height, width);
  }

  /**
   * The transform of images of one size.
   *
   * @param matrix [angles rays, H W], sparse float64
   */
  private record Projection(Tensor matrix, int angles, int rays, int height, int width)
      implements LinearOperator {

    @Override
    public long[] measured(long... image) {
      check("images", image[2], image[3], height, width);
      return new long[] {image[0], image[1], angles, rays};
    }

    @Override
    public Tensor apply(Tensor x) {
      check("images", x.size(2), x.size(3), height, width);
      return product(matrix, x, angles, rays);
    }

    @Override
    public Tensor adjoint(Tensor y) {
      check("measurements", y.size(2), y.size(3), angles, rays);
      return product(matrix.t(), y, height, width);
    }

    private static Tensor product(Tensor matrix, Tensor x, long height, long width) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor columns = x.reshape(x.size(0) * x.size(1), -1).t().contiguous();
        Tensor product = matrix.to(x.scalar_type()).mm(columns);
        return scope.keep(product.t().contiguous().view(x.size(0), x.size(1), height, width));
      }
    }

    private static void check(String what, long height, long width, long rows, long columns) {
      if (height != rows || width != columns) {
        throw new IllegalArgumentException(
            format(
                "%s of %d x %d for projections made for %d x %d; allowed: that size",
                what, height, width, rows, columns));
      }
    }
  }
}
