package io.inkwash.data;

/**
 * Resampling along one axis by cubic convolution with a = -1/2. Where the image shrinks, the kernel
 * is widened by the same factor, so that fine detail is averaged and not aliased. Source: R. Keys,
 * "Cubic convolution interpolation for digital image processing", 1981, equation 15.
 */
public final class CubicFilter {
  private final int length;
  private final int[] first;
  private final double[][] weights;

  /** A row or column that is read one value at a time. */
  @FunctionalInterface
  public interface Line {
    /** The value at an index from 0. */
    float at(int index);
  }

  private CubicFilter(int length, int[] first, double[][] weights) {
    this.length = length;
    this.first = first;
    this.weights = weights;
  }

  /**
   * The filter that takes {@code count} values from the middle of a line.
   *
   * @param length the values of the line
   * @param count the values wanted
   * @param step how far apart they lie on the line; {@code count * step <= length}
   */
  public static CubicFilter centered(int length, int count, double step) {
    double start = (length - count * step) / 2;
    double wide = Math.max(1, step);
    int[] first = new int[count];
    double[][] weights = new double[count][];
    for (int i = 0; i < count; i++) {
      double center = start + (i + 0.5) * step;
      int from = (int) Math.max(0, Math.round(center - 2 * wide));
      int to = (int) Math.min(length, Math.round(center + 2 * wide));
      double[] raw = new double[to - from];
      double sum = 0;
      for (int k = 0; k < raw.length; k++) {
        raw[k] = kernel((from + k + 0.5 - center) / wide);
        sum += raw[k];
      }
      first[i] = from;
      for (int k = 0; k < raw.length; k++) {
        raw[k] /= sum;
      }
      weights[i] = raw;
    }
    return new CubicFilter(length, first, weights);
  }

  /** The filter that makes {@code count} values of a whole line; see {@link #centered}. */
  public static CubicFilter whole(int length, int count) {
    return centered(length, count, (double) length / count);
  }

  /** The filter as a matrix, a row for each value wanted, a column for each of the line. */
  public double[][] matrix() {
    double[][] rows = new double[first.length][length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(weights[i], 0, rows[i], first[i], weights[i].length);
    }
    return rows;
  }

  /**
   * One of the values wanted.
   *
   * @param index from 0 to count - 1
   * @param line the line to read
   */
  public float at(int index, Line line) {
    double[] kernel = weights[index];
    float sum = 0;
    for (int k = 0; k < kernel.length; k++) {
      sum += (float) kernel[k] * line.at(first[index] + k);
    }
    return sum;
  }

  /** Keys' kernel, equation 15, at a distance in units of the spacing. */
  public static double kernel(double x) {
    double d = Math.abs(x);
    if (d < 1) {
      return (1.5 * d - 2.5) * d * d + 1;
    }
    return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
  }
}
