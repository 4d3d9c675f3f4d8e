package io.inkwash.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The running means of gradients and of their squares, which Adam and its relatives keep (Kingma
 * and Ba 2015, algorithm 1).
 */
record AdamMoments(Tensor mean, Tensor square) {
  private static final long PART = 1L << 22; // numbers: what is made on the way has 16 MB

  static AdamMoments zero(Parameters parameters) {
    return new AdamMoments(parameters.zerosLike(), parameters.zerosLike());
  }

  Map<String, Tensor> vectors() {
    Map<String, Tensor> vectors = new LinkedHashMap<>();
    vectors.put("mean", mean);
    vectors.put("square", square);
    return vectors;
  }

  /** m becomes beta1 m + (1 - beta1) g, and v becomes beta2 v + (1 - beta2) g^2. */
  void follow(Tensor gradients, double beta1, double beta2) {
    mean.lerp_(gradients, new Scalar(1 - beta1));
    square.mul_(new Scalar(beta2));
    square.addcmul_(gradients, gradients, new Scalar(1 - beta2));
  }

  /** Adam's step number {@code step}: the corrected mean over the corrected root and eps. */
  void descend(Tensor weights, long step, double rate, double beta1, double beta2, double eps) {
    double root = Math.sqrt(correction(beta2, step));
    descend(weights, rate / correction(beta1, step), root, eps);
  }

  /** Weights become {@code weights - size m / (sqrt(v) / root + eps)}. */
  void descend(Tensor weights, double size, double root, double eps) {
    for (long from = 0; from < weights.size(0); from += PART) {
      try (TensorScope scope = TensorScope.open()) {
        long length = Math.min(PART, weights.size(0) - from);
        Tensor denominator = square.narrow(0, from, length).sqrt();
        denominator.div_(new Scalar(root)).add_(new Scalar(eps));
        weights
            .narrow(0, from, length)
            .addcdiv_(mean.narrow(0, from, length), denominator, new Scalar(-size));
      }
    }
  }

  /** What a mean that started at zero has to be divided by after so many steps. */
  static double correction(double beta, long step) {
    return 1 - Math.pow(beta, (double) step);
  }
}
