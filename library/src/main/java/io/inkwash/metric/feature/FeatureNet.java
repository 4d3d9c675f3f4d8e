package io.inkwash.metric.feature;

import io.inkwash.torch.Net;
import io.inkwash.torch.StateDict;
import org.bytedeco.pytorch.Tensor;

/** A classifier whose last layer but one gives features. */
public abstract class FeatureNet extends Net {

  /** The number of features, D. */
  public abstract int width();

  /** The number of classes, K. */
  public abstract int classes();

  /** What {@link #prepare} does, in words. */
  public abstract String resizeRule();

  /** How many images to give it at once. */
  public abstract int batch();

  /** Images [N,C,H,W] in [0, 1] of any size, as the network's input. */
  public abstract Tensor prepare(Tensor pixels);

  /** The features of inputs, [N,D]. */
  public abstract Tensor features(Tensor input);

  /** The logits of features, [N,K]. */
  public abstract Tensor logits(Tensor features);

  /**
   * Copies weights in.
   *
   * @param source where they come from, for the message
   * @throws io.inkwash.torch.StateDictException if a name is missing or unexpected, or a shape
   *     differs
   */
  public void load(StateDict weights, String source) {
    stateDict().load(weights, source);
  }
}
