package io.inkwash.nn;

import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Doubles height and width by nearest neighbors; a convolution may follow. */
public final class Upsample extends Net implements FeatureLayer {
  private final @Nullable Conv2dImpl conv;

  /**
   * A layer.
   *
   * @param learned whether a convolution follows
   */
  public Upsample(int channels, boolean learned) {
    conv = learned ? child("conv", Layers.conv(channels, channels, 3, 1, 1)) : null;
  }

  @Override
  public Tensor forward(Tensor x, Context context) {
    Tensor large = ResBlock.Resize.DOUBLE.apply(x);
    return conv == null ? large : conv.forward(large);
  }
}
