package io.inkwash.nn;

import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Tensor;

/** A network that looks at a noisy image and a time label. */
public abstract class Backbone extends Net {

  /**
   * The network's output, in the shape of the image.
   *
   * @param x [N,C,H,W] scaled noisy images
   * @param label [N] float32 time labels, in the units that the parameterization gives
   * @param condition what else is known
   */
  public abstract Tensor forward(Tensor x, Tensor label, Condition condition);
}
