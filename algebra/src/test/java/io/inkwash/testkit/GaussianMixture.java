package io.inkwash.testkit;

import io.inkwash.process.GaussianPath;
import java.util.Arrays;

/**
 * Data whose diffusion is known exactly: a mixture of isotropic normal distributions in d
 * dimensions.
 *
 * <p>At a time with signal scale alpha and noise level sigma, component k of the noisy data is
 * normal with mean {@code alpha m_k} and variance {@code alpha^2 v_k + sigma^2}; density, denoiser
 * and score follow in closed form. A point mass has variance 0, which serves at every sigma above
 * 0.
 */
public final class GaussianMixture {

  private final double[] weights;
  private final double[][] means;
  private final double[] variances;

  /**
   * A mixture of K components.
   *
   * @param weights K positive numbers that sum to 1
   * @param means K points of d numbers
   * @param variances K numbers, at least 0: of each coordinate
   */
  public GaussianMixture(double[] weights, double[][] means, double[] variances) {
    double sum = Arrays.stream(weights).sum();
    boolean fits = means.length == weights.length && variances.length == weights.length;
    if (!fits || weights.length == 0 || Math.abs(sum - 1) > 1e-12) {
      throw new IllegalArgumentException(
          "mixture of %d weights (sum %s), %d means, %d variances: need as many of each, sum 1"
              .formatted(weights.length, sum, means.length, variances.length));
    }
    this.weights = weights.clone();
    this.means = Arrays.stream(means).map(double[]::clone).toArray(double[][]::new);
    this.variances = variances.clone();
  }

  /** One normal distribution. */
  public static GaussianMixture normal(double[] mean, double variance) {
    return new GaussianMixture(new double[] {1}, new double[][] {mean}, new double[] {variance});
  }

  /** Two components in two dimensions, unequal in everything: weights 0.3 and 0.7. */
  public static GaussianMixture twoBlobs() {
    return new GaussianMixture(
        new double[] {0.3, 0.7},
        new double[][] {{-0.8, 0.3}, {0.5, -0.2}},
        new double[] {0.02, 0.05});
  }

  /** d, the number of coordinates. */
  public int dimensions() {
    return means[0].length;
  }

  /** Natural log of the density of {@code alpha x0 + sigma eps} at x. */
  public double logDensity(double[] x, double alpha, double sigma) {
    double[] logs = logJoint(x, alpha, sigma);
    double largest = Arrays.stream(logs).max().orElseThrow();
    return largest + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - largest)).sum());
  }

  /** The exact denoiser {@code E[x0 | x_t = x]}. */
  public double[] denoise(double[] x, double alpha, double sigma) {
    double[] shares = responsibilities(x, alpha, sigma);
    double[] x0 = new double[dimensions()];
    for (int k = 0; k < weights.length; k++) {
      double gain = alpha * variances[k] / variance(k, alpha, sigma);
      for (int i = 0; i < x0.length; i++) {
        x0[i] += shares[k] * (means[k][i] + gain * (x[i] - alpha * means[k][i]));
      }
    }
    return x0;
  }

  /** The exact score, the gradient of {@link #logDensity} in x. */
  public double[] score(double[] x, double alpha, double sigma) {
    double[] x0 = denoise(x, alpha, sigma);
    double[] score = new double[x.length];
    Arrays.setAll(score, i -> (alpha * x0[i] - x[i]) / (sigma * sigma));
    return score;
  }

  /** How likely each component is to have made x. */
  public double[] responsibilities(double[] x, double alpha, double sigma) {
    double total = logDensity(x, alpha, sigma);
    return Arrays.stream(logJoint(x, alpha, sigma)).map(log -> Math.exp(log - total)).toArray();
  }

  /**
   * A clean point made from given random numbers.
   *
   * @param u uniform in [0, 1): picks the component
   * @param normals d standard normal numbers
   */
  public double[] sample(double u, double[] normals) {
    int k = 0;
    double below = weights[0];
    while (u >= below && k < weights.length - 1) {
      below += weights[++k];
    }
    double[] center = means[k];
    double deviation = Math.sqrt(variances[k]);
    double[] x = new double[dimensions()];
    Arrays.setAll(x, i -> center[i] + deviation * normals[i]);
    return x;
  }

  /** Mean of the clean data. */
  public double[] mean() {
    double[] mean = new double[dimensions()];
    for (int k = 0; k < weights.length; k++) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += weights[k] * means[k][i];
      }
    }
    return mean;
  }

  /** Covariance of the clean data, d by d. */
  public double[][] covariance() {
    double[] mean = mean();
    double[][] covariance = new double[mean.length][mean.length];
    for (int k = 0; k < weights.length; k++) {
      for (int i = 0; i < mean.length; i++) {
        covariance[i][i] += weights[k] * variances[k];
        for (int j = 0; j < mean.length; j++) {
          covariance[i][j] += weights[k] * (means[k][i] - mean[i]) * (means[k][j] - mean[j]);
        }
      }
    }
    return covariance;
  }

  /**
   * Where the probability-flow ODE takes x from time t to time s, exactly. Known for one component
   * only: {@code alpha_s m + (x - alpha_t m) d_s / d_t}, with d the standard deviation at each
   * time.
   */
  public double[] flow(GaussianPath path, double[] x, double t, double s) {
    if (weights.length != 1) {
      throw new IllegalArgumentException(
          "flow of a mixture of "
              + weights.length
              + ": need one component, which has a closed form");
    }
    double ratio =
        Math.sqrt(
            variance(0, path.alpha(s), path.sigma(s)) / variance(0, path.alpha(t), path.sigma(t)));
    double[] moved = new double[x.length];
    Arrays.setAll(
        moved, i -> path.alpha(s) * means[0][i] + (x[i] - path.alpha(t) * means[0][i]) * ratio);
    return moved;
  }

  /** Log of weight times density, for each component. */
  private double[] logJoint(double[] x, double alpha, double sigma) {
    double[] logs = new double[weights.length];
    for (int k = 0; k < logs.length; k++) {
      double variance = variance(k, alpha, sigma);
      double square = 0;
      for (int i = 0; i < x.length; i++) {
        double distance = x[i] - alpha * means[k][i];
        square += distance * distance;
      }
      double logScale = 0.5 * x.length * Math.log(2 * Math.PI * variance);
      logs[k] = Math.log(weights[k]) - logScale - 0.5 * square / variance;
    }
    return logs;
  }

  /** Variance of each coordinate of component k, seen through alpha and sigma. */
  private double variance(int k, double alpha, double sigma) {
    return alpha * alpha * variances[k] + sigma * sigma;
  }
}
