package io.inkwash.process;

import static io.inkwash.format.Text.format;

import java.util.Arrays;

/**
 * The monotone network of variational diffusion models (Kingma et al. 2021, arXiv 2107.00630,
 * appendix H): three linear layers with positive weights,
 *
 * <pre>
 * h = |a| u + b,   g(u) = h + mean over j of |w3_j| sigmoid(|w2_j| h + b2_j),
 * rise(u) = (g(u) - g(0)) / (g(1) - g(0))
 * </pre>
 *
 * <p>A value in doubles; the network that gradients train is {@code io.inkwash.nn.LearnedPath}.
 */
public final class MonotoneNet implements Rise {
  private final double a;
  private final double b;
  private final double[] w2;
  private final double[] b2;
  private final double[] w3;
  private final double zero;
  private final double whole; // 0 only where all of the first layer is: then a straight line

  /**
   * A network of these weights, whose absolute values count.
   *
   * @param a weight of the first layer
   * @param b bias of the first layer
   * @param w2 weights of the second layer, one or more
   * @param b2 biases of the second layer, as many
   * @param w3 weights of the third layer, as many
   */
  public MonotoneNet(double a, double b, double[] w2, double[] b2, double[] w3) {
    PathPreconditions.require(
        w2.length > 0 && w2.length == b2.length && w2.length == w3.length,
        format(
            "a monotone network of %d, %d and %d weights; allowed: one or more, alike",
            w2.length, b2.length, w3.length));
    this.a = Math.abs(a);
    this.b = b;
    this.w2 = absolute(w2);
    this.b2 = b2.clone();
    this.w3 = absolute(w3);
    zero = output(0);
    whole = output(1) - zero;
  }

  @Override
  public double at(double u) {
    return whole == 0 ? u : (output(u) - zero) / whole;
  }

  @Override
  public double slope(double u) {
    double h = hidden(u);
    double sum = 0;
    for (int j = 0; j < w2.length; j++) {
      double s = sigmoid(w2[j] * h + b2[j]);
      sum += w3[j] * w2[j] * s * (1 - s);
    }
    return whole == 0 ? 1 : a * (1 + sum / w2.length) / whole;
  }

  @Override
  public double curvature(double u) {
    double h = hidden(u);
    double sum = 0;
    for (int j = 0; j < w2.length; j++) {
      double s = sigmoid(w2[j] * h + b2[j]);
      sum += w3[j] * w2[j] * w2[j] * s * (1 - s) * (1 - 2 * s);
    }
    return whole == 0 ? 0 : a * a * sum / w2.length / whole;
  }

  private double hidden(double u) {
    return a * u + b;
  }

  private double output(double u) {
    double h = hidden(u);
    double sum = 0;
    for (int j = 0; j < w2.length; j++) {
      sum += w3[j] * sigmoid(w2[j] * h + b2[j]);
    }
    return h + sum / w2.length;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double[] absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }
}
