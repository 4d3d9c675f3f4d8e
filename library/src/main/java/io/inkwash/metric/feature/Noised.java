package io.inkwash.metric.feature;

import io.inkwash.denoise.NoisyImageClassifier;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Images in [-1, 1] with noise, as a classifier of noisy images receives them.
 *
 * @param scaled [N,C,H,W] {@code (x0 + level eps) / sqrt(1 + level^2)}
 * @param logLevels [N] the natural logarithm of each image's level
 */
record Noised(Tensor scaled, Tensor logLevels) {

  /** Noise of levels that are log-uniform between the least and the largest. */
  static Noised draw(Tensor x0, Rng key) {
    double low = Math.log(NoisyImageClassifier.LEAST);
    double high = Math.log(NoisyImageClassifier.LARGEST);
    double[] logs =
        Arrays.stream(key.stream("levels").uniforms(Math.toIntExact(x0.size(0))))
            .map(u -> low + u * (high - low))
            .toArray();
    return of(x0, logs, key.stream("eps"));
  }

  /** Noise of one level. */
  static Noised at(Tensor x0, double level, Rng key) {
    double[] logs = new double[Math.toIntExact(x0.size(0))];
    Arrays.fill(logs, Math.log(level));
    return of(x0, logs, key.stream("eps"));
  }

  private static Noised of(Tensor x0, double[] logs, Rng key) {
    Tensor eps = key.normal(Tensors.shape(x0)).to(ScalarType.Float);
    double[] signal = Arrays.stream(logs).map(log -> 1 / Math.hypot(1, Math.exp(log))).toArray();
    double[] noise =
        Arrays.stream(logs).map(log -> Math.exp(log) / Math.hypot(1, Math.exp(log))).toArray();
    return new Noised(
        x0.mul(column(signal)).add_(eps.mul(column(noise))),
        Tensors.of(logs, logs.length).to(ScalarType.Float));
  }

  private static Tensor column(double[] values) {
    return Tensors.of(values, values.length, 1, 1, 1).to(ScalarType.Float);
  }
}
