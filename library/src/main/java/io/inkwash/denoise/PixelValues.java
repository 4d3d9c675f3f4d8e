package io.inkwash.denoise;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The 256 values of a pixel as points: the decoder of variational diffusion models, which is the
 * Bayes rule under a uniform prior (Kingma et al. 2021, arXiv 2107.00630, section 3.3),
 *
 * <pre>
 * p(x | z0) = q(z0 | x) / sum over the 256 values v of q(z0 | v).
 * </pre>
 *
 * <p>It needs no network: only how far apart neighboring values are, in standard deviations of the
 * noise.
 *
 * @param bins the values
 */
public record PixelValues(PixelBins bins) {
  /** Values farther than this many standard deviations have no weight in float64. */
  private static final double FAR = 16;

  /**
   * Minus the logarithm of the probability of the data, pixel by pixel, in nats.
   *
   * @param x0 [N,C,H,W] the data, of numbers that stand for bytes
   * @param eps [N,C,H,W] the noise in {@code z0 = alpha x0 + sigma eps}
   * @param logSnr of z0, a tensor of one element; gradients reach it
   */
  public Tensor nats(Tensor x0, Tensor eps, Tensor logSnr) {
    Tensor step = logSnr.mul(new Scalar(0.5)).exp().mul(new Scalar(bins.step()));
    double width = Tensors.item(step);
    int reach = (int) Math.min(255, Math.ceil(FAR / width));
    Tensor index = x0.sub(new Scalar(bins.low())).div(new Scalar(bins.step())).round();
    Tensor least = index.neg().unsqueeze(-1);
    double[] offsets = new double[2 * reach + 1];
    for (int j = 0; j < offsets.length; j++) {
      offsets[j] = j - reach;
    }
    Tensor offset = Tensors.of(offsets, offsets.length).to(x0.scalar_type());
    Tensor moved = offset.mul(step); // in standard deviations
    Tensor weight =
        eps.unsqueeze(-1).mul(moved).sub(moved.square().mul(new Scalar(0.5))); // against x0's own
    Scalar none = new Scalar(Double.NEGATIVE_INFINITY); // what is no byte has no weight
    return weight
        .masked_fill(offset.lt(least), none)
        .masked_fill(offset.gt(least.add(new Scalar(255.0))), none)
        .exp() // of at most eps^2 / 2
        .sum(-1L)
        .log();
  }
}
