package io.inkwash.nn;

import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Tensor;

/** A network that distinguishes images of the data from those of a generator. */
public abstract class DiscriminatorNet extends Net {

  /**
   * The logit of the probability that each image is data.
   *
   * @param x [N,C,H,W] images in [-1, 1]
   * @param conditioning what the images are of
   * @return [N] logits, of any size
   */
  public abstract Tensor forward(Tensor x, Conditioning conditioning);
}
