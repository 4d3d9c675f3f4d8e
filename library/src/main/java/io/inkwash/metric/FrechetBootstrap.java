package io.inkwash.metric;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The standard error of a {@link FrechetDistance} by the bootstrap (Efron 1979, "Bootstrap methods:
 * another look at the jackknife"): the deviation of the distances of {@value #RESAMPLES} resamples
 * of the samples, each as many of them, drawn with replacement. What another draw of samples from
 * the same model would change; the real images are as they are.
 *
 * <p>A resample is a weight for each row, so the real factor F and its product with the samples X
 * are found once. With weights w that sum to n, m = sum w_i x_i / n, the trace of the root is the
 * sum of the singular values of F (X - m)' diag(w)^(1/2) / (n - 1)^(1/2).
 */
final class FrechetBootstrap {
  static final int RESAMPLES = 20;

  private final double[] realMean;
  private final Tensor samples; // [n,D]
  private final Tensor squares; // [n], |x_i|^2
  private final Tensor product; // [rank,n], F X'
  private final Tensor factor; // [rank,D]
  private final int count;

  private FrechetBootstrap(Moments real, FeatureMatrix kept) {
    realMean = real.mean();
    count = kept.count();
    samples = kept.rows(0, count);
    squares = samples.square().sum(1);
    factor = FrechetDistance.factor(real);
    product = factor.mm(samples.t());
  }

  /**
   * The standard error for samples of which some features are kept.
   *
   * @param kept a random part of the samples' features
   * @param all how many samples there are
   * @return empty where fewer than 2 are kept
   */
  static OptionalDouble standardError(Moments real, FeatureMatrix kept, long all, Rng rng) {
    if (kept.count() < 2) {
      return OptionalDouble.empty();
    }
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      FrechetBootstrap bootstrap = new FrechetBootstrap(real, kept);
      SplittableRandom random = new SplittableRandom(rng.stream("bootstrap").key());
      double[] distances = new double[RESAMPLES];
      for (int i = 0; i < RESAMPLES; i++) {
        distances[i] = bootstrap.distance(random);
      }
      double unbiased = Math.sqrt(RESAMPLES / (RESAMPLES - 1.0));
      double deviation = MeanAndDeviation.of(distances).deviation() * unbiased;
      return OptionalDouble.of(deviation * Math.sqrt((double) kept.count() / all));
    }
  }

  /**
   * The distance of one resample, but for the real covariance's trace, which is the same in all.
   */
  private double distance(SplittableRandom random) {
    try (TensorScope scope = TensorScope.open()) {
      double[] weights = new double[count];
      for (int i = 0; i < count; i++) {
        weights[random.nextInt(count)]++;
      }
      Tensor w = Tensors.of(weights, count);
      Tensor mean = w.unsqueeze(0).mm(samples).squeeze(0).div(new Scalar((double) count)); // [D]
      Tensor shift = mean.sub(Tensors.of(realMean, realMean.length));
      double means = number(shift.square().sum());
      double trace =
          (number(w.mul(squares).sum()) - count * number(mean.square().sum())) / (count - 1);
      Tensor spread = product.sub(factor.mv(mean).unsqueeze(1)).mul(w.sqrt());
      return means + trace - 2 * nuclearNorm(spread) / Math.sqrt(count - 1.0);
    }
  }

  /** The sum of the singular values, by the eigenvalues of the smaller of A A' and A' A. */
  private static double nuclearNorm(Tensor a) {
    Tensor gram = a.size(0) <= a.size(1) ? a.mm(a.t()) : a.t().mm(a);
    return gram.numel() == 0
        ? 0
        : number(torch.linalg_eigvalsh(gram).clamp_min(new Scalar(0.0)).sqrt().sum());
  }

  private static double number(Tensor value) {
    return value.item().toDouble();
  }
}
