package io.inkwash.nn;

import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Halves height and width, by a strided convolution or by means of four. */
final class Downsample extends Net implements FeatureLayer {
  private final @Nullable Conv2dImpl conv;

  Downsample(int channels, boolean learned) {
    conv = learned ? child("op", Layers.conv(channels, channels, 3, 2, 1)) : null;
  }

  @Override
  public Tensor forward(Tensor x, Context context) {
    return conv == null ? Resize.HALVE.apply(x) : conv.forward(x);
  }
}
