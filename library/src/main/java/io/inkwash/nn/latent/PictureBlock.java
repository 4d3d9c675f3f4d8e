package io.inkwash.nn.latent;

import io.inkwash.nn.Layers;
import io.inkwash.torch.Net;
import io.inkwash.torch.TensorScope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A residual block without an embedding: twice norm, SiLU and convolution. */
final class PictureBlock extends Net {
  private final GroupNormImpl norm1;
  private final Conv2dImpl conv1;
  private final GroupNormImpl norm2;
  private final Conv2dImpl conv2;
  private final @Nullable Conv2dImpl shortcut;

  PictureBlock(int in, int out) {
    norm1 = child("norm1", Features.norm(in));
    conv1 = child("conv1", Layers.conv(in, out, 3, 1, 1));
    norm2 = child("norm2", Features.norm(out));
    conv2 = child("conv2", Layers.conv(out, out, 3, 1, 1));
    shortcut = in == out ? null : child("nin_shortcut", Layers.conv(in, out, 1, 1, 0));
  }

  Tensor forward(Tensor x) {
    return TensorScope.result(
        () -> {
          Tensor h = TensorScope.result(() -> conv1.forward(Features.activated(norm1, x)));
          Tensor out = TensorScope.result(() -> conv2.forward(Features.activated(norm2, h)));
          return (shortcut == null ? x : shortcut.forward(x)).add(out);
        });
  }
}
