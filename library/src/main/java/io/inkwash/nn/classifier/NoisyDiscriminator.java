package io.inkwash.nn.classifier;

import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Distinguishes noisy images of the data from those of a generator: a {@link NoisyImageNet} with a
 * logit for each class, and one for images without a class, of which the image's own is taken.
 */
public final class NoisyDiscriminator extends Net {
  private static final int WIDTH = 32;

  private final NoisyImageNet network;

  /**
   * Builds the network; its weights are loaded, or drawn and trained.
   *
   * @param channels of the images, 1 or more
   * @param classes that images may be of, 0 or more
   */
  public NoisyDiscriminator(int channels, int classes) {
    int logits = Math.max(2, classes + 1); // the fewest that the network has
    network = child("net", new NoisyImageNet(new NoisyImageNet.Config(channels, logits, WIDTH)));
  }

  /**
   * The logit of the probability that each image is data.
   *
   * @param x [N,C,H,W] float32 noisy images, scaled to about unit variance
   * @param logLevel [N] float32 the natural logarithm of the noise level
   * @param conditioning the classes of the images, where they have some
   * @return [N]
   */
  public Tensor forward(Tensor x, Tensor logLevel, Conditioning conditioning) {
    Tensor logits = network.logits(x, logLevel);
    return conditioning
        .classes()
        .map(classes -> classes.add(new Scalar(1.0)).to(classes.scalar_type()))
        .map(own -> logits.gather(1, own.unsqueeze(1)).squeeze(1))
        .orElseGet(() -> logits.select(1, 0)); // NULL_CLASS + 1
  }
}
