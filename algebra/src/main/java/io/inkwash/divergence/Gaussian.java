package io.inkwash.divergence;

/** A normal distribution of one or more dimensions. */
public final class Gaussian implements Density {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
  private static final int POINTS = 4000; // of the quadrature
  private static final double REACH = 12; // standard deviations, beyond which 1e-33 of a density is

  private final double[] mean;
  private final Cholesky root;

  private Gaussian(double[] mean, Cholesky root) {
    this.mean = mean.clone();
    this.root = root;
  }

  /** One dimension. */
  public static Gaussian of(double mean, double deviation) {
    return diagonal(new double[] {mean}, new double[] {deviation});
  }

  /** Independent dimensions, each with its own standard deviation, above 0. */
  public static Gaussian diagonal(double[] mean, double[] deviation) {
    requireSize(mean, deviation.length, "standard deviations");
    double[][] factor = new double[mean.length][mean.length];
    for (int i = 0; i < mean.length; i++) {
      if (!(deviation[i] > 0 && deviation[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "standard deviation " + i + " is " + deviation[i] + "; allowed: above 0");
      }
      factor[i][i] = deviation[i];
    }
    return new Gaussian(mean, new Cholesky(factor));
  }

  /**
   * Any covariance.
   *
   * @throws IllegalArgumentException if it is not symmetric and positive definite
   */
  public static Gaussian full(double[] mean, double[][] covariance) {
    requireSize(mean, covariance.length, "rows of the covariance");
    return new Gaussian(mean, Cholesky.of(covariance));
  }

  /** Mean zero, variance one. */
  public static Gaussian standard(int dimension) {
    double[] ones = new double[dimension];
    java.util.Arrays.fill(ones, 1);
    return diagonal(new double[dimension], ones);
  }

  private static void requireSize(double[] mean, int size, String what) {
    if (mean.length == 0 || mean.length != size) {
      throw new IllegalArgumentException(
          "a mean of "
              + mean.length
              + " numbers with "
              + size
              + " "
              + what
              + "; allowed: equally"
              + " many, 1 or more");
    }
  }

  /** The number of dimensions. */
  public int dimension() {
    return mean.length;
  }

  @Override
  public double logDensity(double... point) {
    double[] white = root.solve(minus(point, mean));
    return -0.5 * (dot(white, white) + root.logDeterminant() + mean.length * LOG_TWO_PI);
  }

  /**
   * The point that standard normal numbers stand for: the mean plus L z. A function of mean and
   * covariance, through which gradients pass: the reparameterization of variational autoencoders.
   */
  public double[] at(double... normals) {
    double[] point = root.times(normals);
    for (int i = 0; i < point.length; i++) {
      point[i] += mean[i];
    }
    return point;
  }

  /**
   * KL(this || other), in nats: half of {@code tr(S2^-1 S1) + (m1-m2)^T S2^-1 (m1-m2) - d + log(det
   * S2 / det S1)}.
   *
   * @throws IllegalArgumentException if the dimensions differ
   */
  public double kl(Gaussian other) {
    requireSize(mean, other.dimension(), "in the other");
    double trace = 0;
    for (int j = 0; j < mean.length; j++) {
      double[] column = other.root.solve(root.column(j));
      trace += dot(column, column);
    }
    double[] shift = other.root.solve(minus(mean, other.mean));
    double logs = other.root.logDeterminant() - root.logDeterminant();
    return 0.5 * (trace + dot(shift, shift) - mean.length + logs);
  }

  /**
   * KL(N(mean, variance) || N(0, 1)) in nats, {@code (mean^2 + variance - 1 - log variance) / 2}: a
   * dimension's share of a variational autoencoder's loss (Kingma and Welling 2014, appendix B).
   */
  public static double klToStandard(double mean, double logVariance) {
    return 0.5 * (mean * mean + Math.expm1(logVariance) - logVariance);
  }

  /**
   * JS(this, other), in nats, of one dimension: it has no closed form. The trapezoidal rule over
   * twelve standard deviations, whose error falls faster than any power of its step here: about
   * 1e-12 unless one deviation is more than a hundred times the other. For more dimensions see
   * {@link MonteCarlo#js}.
   *
   * @throws IllegalArgumentException if either has more dimensions than one
   */
  public double js(Gaussian other) {
    if (dimension() != 1 || other.dimension() != 1) {
      throw new IllegalArgumentException(
          "JS by quadrature of "
              + dimension()
              + " and "
              + other.dimension()
              + " dimensions;"
              + " allowed: 1 and 1; use MonteCarlo.js");
    }
    return 0.5 * (towardsMean(other) + other.towardsMean(this));
  }

  /** KL(this || the mean of both densities). */
  private double towardsMean(Gaussian other) {
    double step = 2 * REACH / POINTS;
    double sum = 0;
    for (int i = 0; i <= POINTS; i++) {
      double z = -REACH + i * step;
      double[] point = at(z);
      double weight = Math.exp(-0.5 * (z * z + LOG_TWO_PI));
      sum += weight * OptimalDiscriminator.logTwoD(logDensity(point), other.logDensity(point));
    }
    return sum * step;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[b.length];
    for (int i = 0; i < b.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
