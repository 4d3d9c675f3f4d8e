package io.inkwash.nn.vdm;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A denoiser that weighs the 256 values a pixel can have, and whose output is the mean of them
 * after the noisy pixel itself is seen, by the rule of Bayes:
 *
 * <pre>
 * x_hat = sum over v of v p(v),   p(v) proportional to exp(w(v)) N(z; alpha v, sigma^2)
 * </pre>
 *
 * <p>The network inside states what it expects of a pixel, w, from the pixels around it; what the
 * pixel's own noisy number says of it is known exactly, and needs no learning. This is the output
 * prior of Gulrajani and Hashimoto 2023 (arXiv 2305.18619) for pixels in place of words. On a
 * variance-preserving path, whose log-SNR gives alpha and sigma.
 *
 * <p>Parameters: {@code head}, from the features of the network inside to the weights, and {@code
 * denoiser}.
 */
public final class PixelPosterior extends DenoiserWrapper {
  private static final int VALUES = 256;

  private final double low;
  private final double high;
  private final double logSnrFactor;
  private final Backbone denoiser;
  private final LinearImpl head;

  /**
   * Puts one around a network.
   *
   * @param denoiser a network of {@code features} channels a channel of the image
   * @param channels of the image
   * @param features channels of the network inside for each of the image's
   * @param low the number that stands for byte 0
   * @param high the number that stands for byte 255
   * @param logSnrFactor what makes the log-SNR of the network's noise-level input
   */
  public PixelPosterior(
      Backbone denoiser, int channels, int features, double low, double high, double logSnrFactor) {
    this.low = low;
    this.high = high;
    this.logSnrFactor = logSnrFactor;
    this.denoiser = child("denoiser", denoiser);
    head = child("head", new LinearImpl((long) channels * features, (long) channels * VALUES));
  }

  @Override
  Backbone denoiser() {
    return denoiser;
  }

  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    long[] shape = Tensors.shape(x);
    Tensor expected =
        weights(denoiser.forward(x, noiseLevel, conditioning))
            .view(shape[0], shape[1], VALUES, shape[2], shape[3]);
    Tensor values = values();
    Tensor seen = expected.add(logDensity(x.unsqueeze(2), noiseLevel, values));
    return torch.softmax(seen, 2).mul(values).sum(2);
  }

  /** [N,256 C,HW] float32, of the features of the network inside, [N,features C,H,W]. */
  private Tensor weights(Tensor features) {
    return head.weight()
        .matmul(features.flatten(2, -1))
        .to(ScalarType.Float)
        .add(head.bias().view(-1, 1));
  }

  /**
   * [N,C,256,H,W] the logarithm of N(z; alpha v, sigma^2) but for what is the same at all values:
   * {@code -SNR / 2 (z / alpha - v)^2}.
   */
  private Tensor logDensity(Tensor z, Tensor noiseLevel, Tensor values) {
    Tensor logSnr =
        noiseLevel.to(ScalarType.Float).mul(new Scalar(logSnrFactor)).view(-1, 1, 1, 1, 1);
    Tensor clean = z.to(ScalarType.Float).div(logSnr.sigmoid().sqrt());
    return clean.sub(values).square().mul(logSnr.exp().mul(new Scalar(-0.5)));
  }

  /** [1,1,256,1,1] the numbers that stand for bytes. */
  private Tensor values() {
    float[] values = new float[VALUES];
    for (int v = 0; v < VALUES; v++) {
      values[v] = (float) (low + (high - low) * v / (VALUES - 1));
    }
    return Tensors.of(values, 1, 1, VALUES, 1, 1);
  }
}
