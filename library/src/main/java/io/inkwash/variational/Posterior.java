package io.inkwash.variational;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * An encoder's q(z|x): normal, its numbers independent.
 *
 * @param mean [N,D]
 * @param logVariance [N,D] natural logarithms of the variances
 */
public record Posterior(Tensor mean, Tensor logVariance) {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /**
   * Of an encoder's output.
   *
   * @param moments [N,2D] the means, then the logarithms of the variances
   */
  public static Posterior of(Tensor moments) {
    long size = moments.size(1) / 2;
    return new Posterior(moments.narrow(1, 0, size), moments.narrow(1, size, size));
  }

  /**
   * A sample as a function of the moments, through which gradients pass: {@code mean + exp(log
   * variance / 2) noise}, the reparameterization.
   *
   * @param noise [N,D] standard normal numbers
   */
  public Tensor sample(Tensor noise) {
    return mean.add(logVariance.mul(new Scalar(0.5)).exp().mul(noise));
  }

  /**
   * KL(q(z|x) || N(0, I)) of each number, [N,D] nats, in closed form: {@code (mean^2 + variance - 1
   * - log variance) / 2} (appendix B).
   */
  public Tensor kl() {
    return mean.square().add(logVariance.expm1()).sub(logVariance).mul(new Scalar(0.5));
  }

  /** log q(z|x), [N] nats. */
  public Tensor logDensity(Tensor z) {
    Tensor squares = z.sub(mean).square().mul(logVariance.neg().exp());
    return ofSquares(squares.add(logVariance));
  }

  /** log p(z) of the prior N(0, I), [N] nats. */
  public static Tensor logPrior(Tensor z) {
    return ofSquares(z.square());
  }

  private static Tensor ofSquares(Tensor squares) {
    return squares.add(new Scalar(LOG_TWO_PI)).sum(1).mul(new Scalar(-0.5));
  }
}
