package io.inkwash.denoise;

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

  /** Natural log of the density at x, pixel by pixel. */
  public Tensor logDensity(Tensor x) {
    Tensor distance = x.sub(mean).square().mul(logVariance.neg().exp());
    double constant = Math.log(2 * Math.PI);
    return distance.add(logVariance).add(new Scalar(constant)).mul(new Scalar(-0.5));
  }
}
