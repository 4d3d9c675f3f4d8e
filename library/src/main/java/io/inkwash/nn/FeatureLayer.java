package io.inkwash.nn;

import org.bytedeco.pytorch.Tensor;

/** A layer inside a U-Net. */
@FunctionalInterface
public interface FeatureLayer {

  /**
   * New features.
   *
   * @param x [N,C,H,W] features
   * @param context what holds for the whole pass
   */
  Tensor forward(Tensor x, Context context);

  /**
   * What every layer of one forward pass receives.
   *
   * @param embedding [N,E] the time and the class, embedded
   * @param dropout what drops values
   * @param conditioning what the images depend on beside them
   */
  record Context(Tensor embedding, Dropout dropout, Conditioning conditioning) {

    /** The context of a pass whose conditioning is in the embedding whole. */
    public Context(Tensor embedding, Dropout dropout) {
      this(embedding, dropout, Conditioning.none());
    }
  }
}
