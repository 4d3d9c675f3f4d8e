package io.inkwash.solve;

import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The exact solution of one step in half log-SNR lambda, up to an integral over the model's outputs
 * m: {@code x_s = ratio x_t + scale * integral from 0 to h of exp(rate (h - u)) m(lambda_t + u) du}
 * (Lu et al. 2022, arXiv 2206.00927, proposition 3.1, and arXiv 2211.01095, proposition 4.1).
 *
 * @param ratio weight of the state
 * @param scale weight of the integral
 * @param rate -1 for data, 1 for noise, below -1 with fresh noise
 * @param h the rise of lambda; infinite if the step starts without signal or ends at data
 * @param deviation standard deviation of the fresh noise to add at s, 0 for the probability flow
 */
public record ExponentialStep(double ratio, double scale, double rate, double h, double deviation) {

  /** Half the log-SNR: the variable of all exponential integrators. */
  public static double lambda(GaussianPath path, double t) {
    return 0.5 * path.logSnr(t);
  }

  /** A step of the probability flow. */
  public static ExponentialStep of(Prediction prediction, GaussianPath path, double t, double s) {
    return of(prediction, path, t, s, 0);
  }

  /**
   * A step of the reverse SDE with eta times its squared diffusion, {@code dx = (f x - (1 + eta) /
   * 2 g^2 score) dt + sqrt(eta) g dw}, which has the same distributions for every eta.
   */
  public static ExponentialStep of(
      Prediction prediction, GaussianPath path, double t, double s, double eta) {
    double h = lambda(path, s) - lambda(path, t);
    double sigma = path.sigma(s);
    if (prediction == Prediction.NOISE) {
      double deviation = eta == 0 ? 0 : sigma * Math.sqrt(eta * Math.expm1(2 * h));
      double ratio = path.alpha(s) / path.alpha(t);
      return new ExponentialStep(ratio, -sigma * (1 + eta), 1, h, deviation);
    }
    double fade = eta == 0 ? 1 : Math.exp(-eta * h);
    double deviation = eta == 0 ? 0 : sigma * Math.sqrt(-Math.expm1(-2 * eta * h));
    double ratio = sigma / path.sigma(t) * fade;
    return new ExponentialStep(ratio, path.alpha(s) * (1 + eta), -(1 + eta), h, deviation);
  }

  /** The state at s if the model's output stays constant: DDIM's step. */
  public Tensor along(Tensor x, Tensor output) {
    return Tensors.combine(ratio, x, scale * moments(1)[0], output);
  }

  /** The state at s if the output changes linearly, by {@code change} over the step. */
  public Tensor along(Tensor x, Tensor output, Tensor change) {
    double[] moments = moments(2);
    return Tensors.combine(ratio, x, scale * moments[0], output)
        .add_(change, new Scalar(scale * moments[1]));
  }

  /** The same with half of the change throughout, which is also second order. */
  public Tensor midpoint(Tensor x, Tensor output, Tensor change) {
    double weight = scale * moments(1)[0];
    return Tensors.combine(ratio, x, weight, output).add_(change, new Scalar(0.5 * weight));
  }

  /**
   * The integrals of 1, u, ..., u^(count-1), with u = 0 at the start of the step and 1 at its end.
   */
  public double[] moments(int count) {
    double z = rate * h;
    double[] moments = new double[count];
    for (int k = 0; k < count; k++) {
      if (Math.abs(z) < 1) {
        moments[k] = h * series(k, z);
      } else {
        moments[k] = k == 0 ? Math.expm1(z) / rate : (k * moments[k - 1] - h) / z; // by parts
      }
    }
    return moments;
  }

  /** {@code sum over j of z^j k! / (k + 1 + j)!}, which does not cancel for small z. */
  private static double series(int k, double z) {
    double term = 1.0 / (k + 1);
    double sum = term;
    for (int j = 1; Math.abs(term) > 1e-18 * Math.abs(sum); j++) {
      term *= z / (k + 1 + j);
      sum += term;
    }
    return sum;
  }
}
