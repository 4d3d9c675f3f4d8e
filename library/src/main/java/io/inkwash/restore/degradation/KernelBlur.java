package io.inkwash.restore.degradation;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Blurred by a kernel that does not separate into rows and columns, images mirrored at their edges,
 * the pixel at the edge once. To restore is to sharpen.
 *
 * @param kernel rows of the weights of a pixel's neighbors, an odd number of rows and columns, the
 *     pixel's own in the middle
 */
public record KernelBlur(List<List<Double>> kernel) implements LinearOperator, Degradation {
  private static final int SAMPLES = 16; // to a pixel, where a kernel is drawn

  /** Checks the kernel. */
  public KernelBlur {
    kernel = kernel.stream().map(List::copyOf).toList();
    int columns = kernel.isEmpty() ? 0 : kernel.get(0).size();
    if (kernel.size() % 2 == 0
        || columns % 2 == 0
        || kernel.stream().anyMatch(row -> row.size() != columns)) {
      throw new IllegalArgumentException(
          format(
              "blur by a kernel of %d rows, the first of %d weights; allowed: odd numbers, equal rows",
              kernel.size(), columns));
    }
  }

  /**
   * The camera moved along a straight line.
   *
   * @param length of the line, in pixels, above 0
   * @param angle in degrees from the right, counterclockwise
   */
  public static KernelBlur motion(double length, double angle) {
    requireSize("motion", length);
    int reach = (int) Math.ceil(length / 2);
    double[][] weights = new double[2 * reach + 1][2 * reach + 1];
    int samples = (int) Math.ceil(length * SAMPLES);
    for (int k = 0; k < samples; k++) {
      double at = ((k + 0.5) / samples - 0.5) * length;
      double y = reach - at * Math.sin(Math.toRadians(angle));
      double x = reach + at * Math.cos(Math.toRadians(angle));
      int top = Math.min((int) y, 2 * reach - 1);
      int left = Math.min((int) x, 2 * reach - 1);
      for (int i = top; i <= top + 1; i++) {
        for (int j = left; j <= left + 1; j++) {
          weights[i][j] += (1 - Math.abs(y - i)) * (1 - Math.abs(x - j));
        }
      }
    }
    return normalized(weights);
  }

  /**
   * The camera was out of focus: each point becomes a disk.
   *
   * @param radius of the disk, in pixels, above 0
   */
  public static KernelBlur disk(double radius) {
    requireSize("disk", radius);
    int reach = (int) Math.ceil(radius - 0.5);
    double[][] weights = new double[2 * reach + 1][2 * reach + 1];
    for (int i = 0; i < weights.length * SAMPLES; i++) {
      for (int j = 0; j < weights.length * SAMPLES; j++) {
        double y = (i + 0.5) / SAMPLES - 0.5 - reach;
        double x = (j + 0.5) / SAMPLES - 0.5 - reach;
        weights[i / SAMPLES][j / SAMPLES] += y * y + x * x <= radius * radius ? 1 : 0;
      }
    }
    return normalized(weights);
  }

  private static void requireSize(String what, double size) {
    if (!(size > 0 && size < 1000)) {
      throw new IllegalArgumentException(
          format("%s blur of %s pixels; allowed: above 0, below 1000", what, size));
    }
  }

  private static KernelBlur normalized(double[][] weights) {
    double sum = 0;
    for (double[] row : weights) {
      for (double weight : row) {
        sum += weight;
      }
    }
    List<List<Double>> kernel = new ArrayList<>();
    for (double[] row : weights) {
      List<Double> line = new ArrayList<>();
      for (double weight : row) {
        line.add(weight / sum);
      }
      kernel.add(line);
    }
    return new KernelBlur(kernel);
  }

  @Override
  public String task() {
    return "deblur";
  }

  @Override
  public LinearOperator on(long channels, long height, long width) {
    check(height, width);
    return this;
  }

  @Override
  public long[] measured(long... image) {
    check(image[2], image[3]);
    return image.clone();
  }

  @Override
  public Tensor apply(Tensor x) {
    check(x.size(2), x.size(3));
    try (TensorScope scope = TensorScope.open()) {
      Tensor padded = torch.reflection_pad2d(x, padding());
      Tensor sum = x.new_zeros(Tensors.shape(x));
      forEachWeight((i, j, weight) -> sum.add_(window(padded, i, j, x), new Scalar(weight)));
      return scope.keep(sum);
    }
  }

  @Override
  public Tensor adjoint(Tensor y) {
    check(y.size(2), y.size(3));
    try (TensorScope scope = TensorScope.open()) {
      Tensor padded =
          y.new_zeros(y.size(0), y.size(1), y.size(2) + 2L * down(), y.size(3) + 2L * across());
      forEachWeight((i, j, weight) -> window(padded, i, j, y).add_(y, new Scalar(weight)));
      return scope.keep(torch.reflection_pad2d_backward(padded, y, padding()));
    }
  }

  /** Takes a weight with its row and column in the kernel. */
  @FunctionalInterface
  private interface Tap {
    void take(int row, int column, double weight);
  }

  private void forEachWeight(Tap tap) {
    for (int i = 0; i < kernel.size(); i++) {
      for (int j = 0; j < kernel.get(i).size(); j++) {
        double weight = kernel.get(i).get(j);
        if (weight != 0) {
          tap.take(i, j, weight);
        }
      }
    }
  }

  /** The neighbors of all pixels that a weight of the kernel is for, shaped like x. */
  private static Tensor window(Tensor padded, int row, int column, Tensor x) {
    return padded.narrow(2, row, x.size(2)).narrow(3, column, x.size(3));
  }

  private int down() {
    return kernel.size() / 2;
  }

  private int across() {
    return kernel.get(0).size() / 2;
  }

  private long[] padding() {
    return new long[] {across(), across(), down(), down()};
  }

  private void check(long height, long width) {
    if (height <= down() || width <= across()) {
      throw new IllegalArgumentException(
          format(
              "images of %d x %d blurred by a kernel of %d x %d; allowed: images larger than half of it",
              height, width, kernel.size(), kernel.get(0).size()));
    }
  }
}
