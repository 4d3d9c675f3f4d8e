package io.inkwash.nn;

import io.inkwash.torch.Net;
import io.inkwash.torch.Rng;
import org.bytedeco.pytorch.Tensor;

/** A network that looks at a noisy image and a time label. */
public abstract class Backbone extends Net {

  /**
   * Says where the dropout masks of the next training passes come from. Passes from one place have
   * the same masks, so each training step gives a place of its own. Only networks with dropout
   * listen, and only in training mode.
   */
  public void dropFrom(Rng key) {}

  /**
   * The network's output, in the shape of the image, or with twice its channels where the second
   * half is a learned variance.
   *
   * @param x [N,C,H,W] scaled noisy images
   * @param label [N] float32 time labels, in the units that the parameterization gives
   * @param condition what else is known
   */
  public abstract Tensor forward(Tensor x, Tensor label, Condition condition);
}
