package io.inkwash.variational;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Pixels of 256 values, the decoder giving the mean and the logarithm of the variance of each. The
 * logarithm is the network's own, shared one plus {@code 4 tanh} of the decoder's: a factor of 55
 * in variance to both sides, so that no pixel that never changes runs away with the likelihood.
 *
 * @param low the number that stands for byte 0
 * @param high the number that stands for byte 255
 */
public record PixelGaussian(double low, double high) implements PixelLikelihood {
  private static final double REACH = 4;

  public PixelGaussian {
    PixelRanges.require(low, high);
  }

  @Override
  public int outputs() {
    return 2;
  }

  @Override
  public Tensor logLikelihood(Tensor x, Tensor decoded, Tensor logVariance) {
    long channels = x.size(1);
    Tensor own = decoded.narrow(1, channels, channels).tanh().mul(new Scalar(REACH));
    Tensor total = own.add(logVariance.view(1, -1, 1, 1));
    return new ByteBins(low, high).logProbability(x, mean(decoded), total).sum(1, 2, 3);
  }

  @Override
  public Tensor mean(Tensor decoded) {
    return decoded.narrow(1, 0, decoded.size(1) / 2);
  }
}
