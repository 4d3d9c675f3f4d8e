package io.inkwash.nn;

import org.bytedeco.pytorch.Tensor;

/** A layer inside a U-Net. */
@FunctionalInterface
interface FeatureLayer {

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
   */
  record Context(Tensor embedding, Dropout dropout) {}
}
