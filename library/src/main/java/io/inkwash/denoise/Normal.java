package io.inkwash.denoise;

import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A normal distribution of independent pixels.
 *
 * @param mean [N,C,H,W]
 * @param logVariance natural log of each pixel's variance, of any shape that spreads over the
 *     mean's
 */
public record Normal(Tensor mean, Tensor logVariance) {

  /**
   * The Kullback-Leibler divergence from another, pixel by pixel, in nats: {@code log(sigma2 /
   * sigma1) + (sigma1^2 + (mu1 - mu2)^2) / (2 sigma2^2) - 1/2}. Not symmetric: this one is the
   * truth.
   */
  public Tensor divergence(Normal other) {
    Tensor excess = other.logVariance.sub(logVariance);
    Tensor distance = mean.sub(other.mean).square().mul(other.logVariance.neg().exp());
    return excess.neg().exp().add(excess).add(distance).sub(new Scalar(1.0)).mul(new Scalar(0.5));
  }

  /**
   * The bound's term of the prior, pixel by pixel, in nats: the divergence of {@code q(x_end | x0)}
   * from the noise that sampling starts from.
   */
  public static Tensor priorDivergence(GaussianPath path, Tensor x0) {
    double end = path.end();
    Normal reached =
        new Normal(
            x0.mul(new Scalar(path.alpha(end))), everywhere(2 * Math.log(path.sigma(end)), x0));
    return reached.divergence(
        new Normal(everywhere(0, x0), everywhere(2 * Math.log(path.priorScale()), x0)));
  }

  /** One number at every pixel. */
  private static Tensor everywhere(double value, Tensor like) {
    return like.mul(new Scalar(0.0)).add_(new Scalar(value));
  }

  /** Natural log of the density at x, pixel by pixel. */
  public Tensor logDensity(Tensor x) {
    Tensor distance = x.sub(mean).square().mul(logVariance.neg().exp());
    double constant = Math.log(2 * Math.PI);
    return distance.add(logVariance).add(new Scalar(constant)).mul(new Scalar(-0.5));
  }
}
