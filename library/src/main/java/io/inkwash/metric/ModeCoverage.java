package io.inkwash.metric;

/**
 * How many modes of a known mixture a set of points reaches: where a generator collapses, few
 * (Srivastava et al. 2017, arXiv 1705.07761, section 4.1).
 *
 * @param modes the mixture's modes
 * @param found those with a point within the radius
 * @param near the share of points within the radius of a mode, in [0, 1]
 */
public record ModeCoverage(int modes, int found, double near) {

  /**
   * Measures points.
   *
   * @param points one or more, each of as many numbers as the centers
   * @param centers of the modes
   * @param radius within which a point belongs to a mode: three standard deviations in the paper
   */
  public static ModeCoverage of(double[][] points, double[][] centers, double radius) {
    if (points.length == 0 || centers.length == 0 || !(radius > 0)) {
      throw new IllegalArgumentException(
          points.length
              + " points, "
              + centers.length
              + " modes and radius "
              + radius
              + "; allowed: 1 or more, 1 or more, above 0");
    }
    boolean[] reached = new boolean[centers.length];
    int near = 0;
    for (double[] point : points) {
      int nearest = nearest(point, centers);
      if (squaredDistance(point, centers[nearest]) <= radius * radius) {
        reached[nearest] = true;
        near++;
      }
    }
    int found = 0;
    for (boolean mode : reached) {
      found += mode ? 1 : 0;
    }
    return new ModeCoverage(centers.length, found, near / (double) points.length);
  }

  /** The centers of a ring of equal modes in the plane, the first at angle 0. */
  public static double[][] ring(int modes, double radius) {
    double[][] centers = new double[modes][];
    for (int k = 0; k < modes; k++) {
      double angle = 2 * Math.PI * k / modes;
      centers[k] = new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
    }
    return centers;
  }

  private static int nearest(double[] point, double[][] centers) {
    int nearest = 0;
    for (int k = 1; k < centers.length; k++) {
      if (squaredDistance(point, centers[k]) < squaredDistance(point, centers[nearest])) {
        nearest = k;
      }
    }
    return nearest;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
