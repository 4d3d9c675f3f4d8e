package io.inkwash.nn.latent;

import io.inkwash.nn.Layers;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What the encoder and the decoder have in common. */
final class Features {
  private static final double EPSILON = 1e-6;

  private Features() {}

  /** A norm of features. */
  static GroupNormImpl norm(int channels) {
    return Layers.norm(channels, Layers.GROUPS, EPSILON);
  }

  /** {@code silu(norm(x))}. */
  static Tensor activated(GroupNormImpl norm, Tensor x) {
    return torch.silu(Layers.normalize(norm, x));
  }
}
