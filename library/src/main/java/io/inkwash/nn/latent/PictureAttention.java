package io.inkwash.nn.latent;

import io.inkwash.nn.Layers;
import io.inkwash.torch.Attention;
import io.inkwash.torch.Net;
import io.inkwash.torch.TensorScope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.Tensor;

/** Self-attention over the positions of a picture's features, with one head, as a residual. */
final class PictureAttention extends Net {
  private final GroupNormImpl norm;
  private final Conv2dImpl q;
  private final Conv2dImpl k;
  private final Conv2dImpl v;
  private final Conv2dImpl out;

  PictureAttention(int channels) {
    norm = child("norm", Features.norm(channels));
    q = child("q", Layers.conv(channels, channels, 1, 1, 0));
    k = child("k", Layers.conv(channels, channels, 1, 1, 0));
    v = child("v", Layers.conv(channels, channels, 1, 1, 0));
    out = child("proj_out", Layers.conv(channels, channels, 1, 1, 0));
  }

  Tensor forward(Tensor x) {
    return TensorScope.result(() -> attended(x));
  }

  private Tensor attended(Tensor x) {
    Tensor h = Layers.normalize(norm, x);
    Tensor found =
        Attention.of(positions(q.forward(h)), positions(k.forward(h)), positions(v.forward(h)));
    Tensor features = found.squeeze(1).transpose(1, 2).reshape(x.sizes());
    return out.forward(features).add(x);
  }

  /** From [N,C,H,W] to [N,1,HW,C]. */
  private static Tensor positions(Tensor x) {
    return x.flatten(2, -1).transpose(1, 2).unsqueeze(1);
  }
}
