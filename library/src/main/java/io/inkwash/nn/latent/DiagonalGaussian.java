package io.inkwash.nn.latent;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A normal distribution of independent numbers.
 *
 * @param mean [N,C,h,w]
 * @param logVariance natural logarithm of the variance, in [-30, 20], [N,C,h,w]
 */
public record DiagonalGaussian(Tensor mean, Tensor logVariance) {
  private static final double LOWEST = -30;
  private static final double HIGHEST = 20;

  /**
   * The distribution that a network states.
   *
   * @param moments [N,2C,h,w]: the means, then the logarithms of the variances
   */
  static DiagonalGaussian of(Tensor moments) {
    long channels = moments.size(1) / 2;
    return new DiagonalGaussian(
        moments.narrow(1, 0, channels),
        Tensors.clamp(moments.narrow(1, channels, channels), LOWEST, HIGHEST));
  }

  /** The most likely value: the mean. */
  public Tensor mode() {
    return mean;
  }

  /** A value drawn by standard normal noise of the mean's shape. */
  public Tensor sample(Tensor noise) {
    return logVariance.mul(new Scalar(0.5)).exp().mul(noise).add(mean);
  }

  /**
   * The divergence from the standard normal, summed over an image's numbers, in nats (Kingma and
   * Welling 2014, appendix B).
   *
   * @return [N]
   */
  public Tensor kl() {
    Tensor terms = mean.square().add(logVariance.exp()).sub(logVariance).sub(new Scalar(1.0));
    return terms.flatten(1, -1).sum(1).mul(new Scalar(0.5));
  }
}
