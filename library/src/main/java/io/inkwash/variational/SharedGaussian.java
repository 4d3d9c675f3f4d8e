package io.inkwash.variational;

import org.bytedeco.pytorch.Tensor;

/**
 * Pixels of 256 values about the decoder's output, with one variance for all pixels of a channel,
 * which the network learns (Rybkin et al. 2021, arXiv 2006.13202): no weight between reconstruction
 * and KL is left to choose.
 *
 * @param low the number that stands for byte 0
 * @param high the number that stands for byte 255
 */
public record SharedGaussian(double low, double high) implements PixelLikelihood {

  public SharedGaussian {
    PixelRanges.require(low, high);
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Tensor logLikelihood(Tensor x, Tensor decoded, Tensor logVariance) {
    return new ByteBins(low, high)
        .logProbability(x, decoded, logVariance.view(1, -1, 1, 1))
        .sum(1, 2, 3);
  }

  @Override
  public Tensor mean(Tensor decoded) {
    return decoded;
  }
}
