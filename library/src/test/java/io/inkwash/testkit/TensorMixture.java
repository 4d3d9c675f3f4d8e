package io.inkwash.testkit;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.VarianceRange;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The exact denoiser of a two-component mixture, in tensor operations that can be derived. On a
 * table it also knows the variance of the true reverse step, pixel by pixel.
 */
@SuppressWarnings("ArrayRecordComponent")
public record TensorMixture(
    GaussianPath path, double[] weights, double[][] means, double[] variances) implements Denoiser {

  /** That of {@link GaussianMixture#twoBlobs()}. */
  public static TensorMixture twoBlobs(GaussianPath path) {
    return new TensorMixture(
        path,
        new double[] {0.3, 0.7},
        new double[][] {{-0.8, 0.3}, {0.5, -0.2}},
        new double[] {0.02, 0.05});
  }

  /** That of {@link GaussianMixture#normal}. */
  public static TensorMixture normal(GaussianPath path, double[] mean, double variance) {
    return new TensorMixture(
        path,
        new double[] {0.5, 0.5},
        new double[][] {mean, mean},
        new double[] {variance, variance});
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    double alpha = path.alpha(t);
    double noise = path.sigma(t) * path.sigma(t);
    Tensor[] logs = new Tensor[2];
    Tensor[] estimates = new Tensor[2];
    double[] spread = new double[2];
    for (int k = 0; k < 2; k++) {
      int size = means[k].length;
      Tensor mean = Tensors.of(means[k], 1, x.size(1), x.size(2), x.size(3)).to(x.scalar_type());
      double variance = alpha * alpha * variances[k] + noise;
      Tensor distance = x.sub(mean.mul(new Scalar(alpha)));
      estimates[k] = mean.add(distance.mul(new Scalar(alpha * variances[k] / variance)));
      spread[k] = variances[k] * noise / variance;
      logs[k] =
          distance
              .square()
              .flatten(1, -1)
              .sum(1)
              .mul(new Scalar(-0.5 / variance))
              .add(new Scalar(Math.log(weights[k]) - 0.5 * size * Math.log(variance)));
    }
    Tensor share = logs[1].sub(logs[0]).sigmoid().view(-1, 1, 1, 1);
    Tensor apart = estimates[1].sub(estimates[0]);
    Tensor x0 = estimates[0].add(apart.mul(share));
    if (!path.discrete()) {
      return Denoised.of(x0);
    }
    Tensor mixed = share.mul(share.neg().add(new Scalar(1.0))).mul(apart.square());
    Tensor variance =
        mixed.add(share.mul(new Scalar(spread[1] - spread[0]))).add(new Scalar(spread[0]));
    return new Denoised(x0, place(variance, t));
  }

  /** Where log( q's variance + its x0 coefficient squared times Var(x0 | x) ) lies. */
  private Tensor place(Tensor variance, double t) {
    var q = path.posterior(t, t - 1);
    VarianceRange range = VarianceRange.below(path, t);
    double gain = q.x0Coefficient() * q.x0Coefficient();
    return variance
        .mul(new Scalar(gain))
        .add(new Scalar(q.variance()))
        .log()
        .sub(new Scalar(range.small()))
        .div(new Scalar(range.large() - range.small()));
  }

  @Override
  public boolean learnedVariance() {
    return path.discrete();
  }
}
