package io.inkwash.nn.text;

import io.inkwash.torch.Attention;
import io.inkwash.torch.Net;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;

/** Self-attention in which each token sees the ones before it and itself. */
final class CausalAttention extends Net {
  private final int heads;
  private final LinearImpl k;
  private final LinearImpl v;
  private final LinearImpl q;
  private final LinearImpl out;

  CausalAttention(int width, int heads) {
    this.heads = heads;
    k = child("k_proj", new LinearImpl(width, width));
    v = child("v_proj", new LinearImpl(width, width));
    q = child("q_proj", new LinearImpl(width, width));
    out = child("out_proj", new LinearImpl(width, width));
  }

  Tensor forward(Tensor x) {
    Tensor found = Attention.causal(split(q.forward(x)), split(k.forward(x)), split(v.forward(x)));
    return out.forward(found.transpose(1, 2).flatten(2, -1));
  }

  private Tensor split(Tensor x) {
    return x.view(x.size(0), x.size(1), heads, -1).transpose(1, 2);
  }
}
