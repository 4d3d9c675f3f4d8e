package io.inkwash.restore;

/** Resampling of a line by cubic convolution (Keys 1981, equation 15), as a matrix. */
final class Cubic {
  private Cubic() {}

  /**
   * The matrix that makes {@code count} values of {@code length}. Where that is fewer, the kernel
   * is widened, so that detail is averaged and not aliased. Its rows sum to 1.
   */
  static double[][] matrix(int length, int count) {
    double step = (double) length / count;
    double wide = Math.max(1, step);
    double[][] rows = new double[count][length];
    for (int i = 0; i < count; i++) {
      double center = (i + 0.5) * step;
      int from = (int) Math.max(0, Math.floor(center - 2 * wide + 0.5));
      int to = (int) Math.min(length, Math.floor(center + 2 * wide + 0.5));
      double sum = 0;
      for (int k = from; k < to; k++) {
        rows[i][k] = kernel((k + 0.5 - center) / wide);
        sum += rows[i][k];
      }
      for (int k = from; k < to; k++) {
        rows[i][k] /= sum;
      }
    }
    return rows;
  }

  private static double kernel(double x) {
    double d = Math.abs(x);
    if (d < 1) {
      return (1.5 * d - 2.5) * d * d + 1;
    }
    return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
  }
}
