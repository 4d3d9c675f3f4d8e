package io.inkwash.solve;

/**
 * Quadrature weights of linear multistep rules: they integrate a function over a step from its
 * values at a few nodes, exactly for polynomials. Nodes are in units of the step: 0 is its start, 1
 * its end, older ones are negative.
 */
public final class Interpolation {
  private Interpolation() {}

  /**
   * The weights w_0, w_1, ... of the values at the nodes, such that {@code sum w_k r_k^j} is the
   * j-th moment for every j below the number of nodes.
   *
   * @param nodes the nodes r_k, all different
   * @param moments the integrals of 1, u, u^2, ... over the step, at least as many as nodes
   */
  public static double[] weights(double[] nodes, double[] moments) {
    int n = nodes.length;
    double[][] rows = new double[n][n + 1]; // row j: r_0^j ... r_(n-1)^j | moment j
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < n; k++) {
        rows[j][k] = Math.pow(nodes[k], j);
      }
      rows[j][n] = moments[j];
    }
    eliminate(rows);
    double[] weights = new double[n];
    for (int k = n - 1; k >= 0; k--) {
      weights[k] = rows[k][n];
      for (int i = k + 1; i < n; i++) {
        weights[k] -= rows[k][i] * weights[i];
      }
      weights[k] /= rows[k][k];
    }
    return weights;
  }

  /** Makes the square part upper triangular. Different nodes leave no zero on its diagonal. */
  private static void eliminate(double[][] rows) {
    for (int k = 0; k < rows.length; k++) {
      for (int j = k + 1; j < rows.length; j++) {
        double factor = rows[j][k] / rows[k][k];
        for (int i = k; i <= rows.length; i++) {
          rows[j][i] -= factor * rows[k][i];
        }
      }
    }
  }
}
