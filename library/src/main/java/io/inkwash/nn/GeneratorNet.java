package io.inkwash.nn;

import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Tensor;

/** A network that makes an image of random numbers. */
public abstract class GeneratorNet extends Net {

  /** The length of the vector of random numbers. */
  public abstract int latent();

  /**
   * Images.
   *
   * @param z [N, latent] standard normal numbers
   * @param conditioning what the images are of
   * @return [N,C,H,W] in [-1, 1]
   */
  public abstract Tensor forward(Tensor z, Conditioning conditioning);
}
