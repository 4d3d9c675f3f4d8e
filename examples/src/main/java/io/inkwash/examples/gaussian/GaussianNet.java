package io.inkwash.examples.gaussian;

import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A normal distribution of D independent numbers, {@code x = mean + s eps} with {@code eps ~ N(0,
 * I)}.
 */
final class GaussianNet extends Net {
  private final double deviation;
  private final LinearImpl pixels; // its bias is the mean, its weight log(s / deviation)

  /**
   * A distribution whose means start at 0.
   *
   * @param size D
   * @param deviation the standard deviation that each number starts with
   */
  GaussianNet(int size, double deviation) {
    this.deviation = deviation;
    pixels = child("pixels", new LinearImpl(1, size), Start.ZERO);
  }

  /** [D] the means. */
  Tensor mean() {
    return pixels.bias();
  }

  /** [D] the standard deviations. */
  Tensor deviations() {
    return pixels.weight().view(-1).exp().mul(new Scalar(deviation));
  }

  /**
   * The vectors of some noise.
   *
   * @param eps [N,D] standard normal
   * @return [N,D]
   */
  Tensor draw(Tensor eps) {
    return mean().addcmul(deviations(), eps);
  }

  /**
   * The logarithm of the density, in nats.
   *
   * @param x [N,D]
   * @return [N]
   */
  Tensor logDensity(Tensor x) {
    Tensor s = deviations();
    Tensor eps = x.sub(mean()).div(s);
    Tensor each = eps.square().mul(new Scalar(0.5)).add_(s.log());
    return each.add_(new Scalar(0.5 * Math.log(2 * Math.PI))).sum(1).neg();
  }
}
