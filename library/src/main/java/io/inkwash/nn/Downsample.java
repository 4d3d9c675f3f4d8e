package io.inkwash.nn;

import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Halves height and width, by a strided convolution or by means of four. */
public final class Downsample extends Net implements FeatureLayer {
  private final @Nullable Conv2dImpl conv;
  private final boolean oneSided;

  /**
   * A layer.
   *
   * @param learned whether a strided convolution halves, not means
   */
  public Downsample(int channels, boolean learned) {
    this(channels, learned, AdmConfig.Lineage.ADM);
  }

  /** The same with the padding of a lineage. */
  public Downsample(int channels, boolean learned, AdmConfig.Lineage lineage) {
    oneSided = lineage == AdmConfig.Lineage.DDPM;
    int padding = oneSided ? 0 : 1;
    conv = learned ? child("op", Layers.conv(channels, channels, 3, 2, padding)) : null;
  }

  @Override
  public Tensor forward(Tensor x, Context context) {
    if (conv == null) {
      return ResBlock.Resize.HALVE.apply(x);
    }
    return conv.forward(oneSided ? Layers.padRightAndBottom(x) : x);
  }
}
