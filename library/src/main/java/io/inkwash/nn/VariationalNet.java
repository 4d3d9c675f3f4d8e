package io.inkwash.nn;

import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Tensor;

/** An encoder and a decoder with a latent vector between them. */
public abstract class VariationalNet extends Net {

  /** The length of the latent vector. */
  public abstract int latent();

  /**
   * The approximate posterior q(z|x), normal with independent numbers.
   *
   * @param x [N,C,H,W]
   * @return [N, 2 latent]: the means, then the logarithms of the variances
   */
  public abstract Tensor encode(Tensor x);

  /**
   * What p(x|z) needs: as many channels a color channel as the likelihood takes.
   *
   * @param z [N, latent]
   * @return [N, outputs C, H, W]
   */
  public abstract Tensor decode(Tensor z);

  /** The logarithm of the pixels' variance, learned, [C]; not every likelihood looks at it. */
  public abstract Tensor logVariance();
}
