package io.inkwash.solve;

import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The exact solution of one step in half log-SNR lambda, up to an integral over the model's answers
 * m: {@code x_s = ratio x_t + scale * integral from 0 to h of exp(rate (h - u)) m(lambda_t + u) du}
 * (Lu et al. 2022, arXiv 2206.00927, proposition 3.1, and arXiv 2211.01095, proposition 4.1).
 *
 * @param ratio weight of the state
 * @param scale weight of the integral
 * @param rate -1 for data, 1 for noise, below -1 with fresh noise
 * @param h the rise of lambda; infinite if the step starts without signal or ends at data
 */
record ExponentialStep(double ratio, double scale, double rate, double h) {

  /** Half the log-SNR: the variable of all exponential integrators. */
  static double lambda(GaussianPath path, double t) {
    return 0.5 * path.logSnr(t);
  }

  /** A step of the probability flow. */
  static ExponentialStep of(Prediction prediction, GaussianPath path, double t, double s) {
    return prediction == Prediction.DATA
        ? noisy(path, t, s, 0)
        : new ExponentialStep(path.alpha(s) / path.alpha(t), -path.sigma(s), 1, rise(path, t, s));
  }

  /** A step of the SDE with eta^2 times the noise of the reverse SDE, in data prediction. */
  static ExponentialStep noisy(GaussianPath path, double t, double s, double eta) {
    double h = rise(path, t, s);
    double fade = eta == 0 ? 1 : Math.exp(-eta * h);
    double ratio = path.sigma(s) / path.sigma(t) * fade;
    return new ExponentialStep(ratio, path.alpha(s) * (1 + eta), -(1 + eta), h);
  }

  /** The state at s if the model's answer stays as it is: DDIM's step. */
  Tensor along(Tensor x, Tensor answer) {
    return Tensors.combine(ratio, x, scale * moments(1)[0], answer);
  }

  /** The state at s if the answer changes steadily, by {@code change} over the step. */
  Tensor along(Tensor x, Tensor answer, Tensor change) {
    double[] moments = moments(2);
    return Tensors.combine(ratio, x, scale * moments[0], answer)
        .add_(change, new Scalar(scale * moments[1]));
  }

  /** The same with half of the change all along, which is as good to second order. */
  Tensor midpoint(Tensor x, Tensor answer, Tensor change) {
    double weight = scale * moments(1)[0];
    return Tensors.combine(ratio, x, weight, answer).add_(change, new Scalar(0.5 * weight));
  }

  /**
   * The integrals of 1, u, ..., u^(count-1), with u = 0 at the start of the step and 1 at its end.
   */
  double[] moments(int count) {
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

  private static double rise(GaussianPath path, double t, double s) {
    return lambda(path, s) - lambda(path, t);
  }
}
