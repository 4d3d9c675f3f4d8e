package io.inkwash.divergence;

/**
 * The lower triangle L with L L^T = A of a symmetric positive definite matrix.
 *
 * @param factor the rows of L; what is right of the diagonal is zero
 */
record Cholesky(double[][] factor) {

  /**
   * Factors a matrix.
   *
   * @throws IllegalArgumentException if it is not square, not symmetric or not positive definite
   */
  static Cholesky of(double[][] matrix) {
    int size = matrix.length;
    double[][] factor = new double[size][size];
    for (int i = 0; i < size; i++) {
      if (matrix[i].length != size) {
        throw new IllegalArgumentException(
            "row "
                + i
                + " of the covariance has "
                + matrix[i].length
                + " numbers; allowed: "
                + size);
      }
      for (int j = 0; j <= i; j++) {
        requireSymmetric(matrix, i, j);
        double rest = matrix[i][j];
        for (int k = 0; k < j; k++) {
          rest -= factor[i][k] * factor[j][k];
        }
        if (i == j && !(rest > 0 && rest < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "the covariance is not positive definite (pivot "
                  + i
                  + " is "
                  + rest
                  + "); allowed:"
                  + " one whose eigenvalues are all above 0");
        }
        factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
      }
    }
    return new Cholesky(factor);
  }

  private static void requireSymmetric(double[][] matrix, int i, int j) {
    double scale = Math.max(Math.abs(matrix[i][j]), Math.abs(matrix[j][i]));
    if (Math.abs(matrix[i][j] - matrix[j][i]) > 1e-9 * scale) {
      throw new IllegalArgumentException(
          "the covariance is not symmetric: element ("
              + i
              + ", "
              + j
              + ") is "
              + matrix[i][j]
              + " and its mirror "
              + matrix[j][i]
              + "; allowed: equal ones");
    }
  }

  int size() {
    return factor.length;
  }

  /** log det A: twice the sum of the logarithms of L's diagonal. */
  double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < factor.length; i++) {
      sum += Math.log(factor[i][i]);
    }
    return 2 * sum;
  }

  /** L v. */
  double[] times(double[] v) {
    double[] product = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      for (int k = 0; k <= i; k++) {
        product[i] += factor[i][k] * v[k];
      }
    }
    return product;
  }

  /** The x with L x = v. */
  double[] solve(double[] v) {
    double[] x = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      double rest = v[i];
      for (int k = 0; k < i; k++) {
        rest -= factor[i][k] * x[k];
      }
      x[i] = rest / factor[i][i];
    }
    return x;
  }

  /** Column j of L. */
  double[] column(int j) {
    double[] column = new double[factor.length];
    for (int i = j; i < factor.length; i++) {
      column[i] = factor[i][j];
    }
    return column;
  }
}
