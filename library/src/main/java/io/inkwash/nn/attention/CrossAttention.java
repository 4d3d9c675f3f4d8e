package io.inkwash.nn.attention;

import io.inkwash.nn.Layers;
import io.inkwash.nn.Numbered;
import io.inkwash.torch.Attention;
import io.inkwash.torch.Net;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Attention of a sequence to another, or to itself, in heads (Vaswani et al. 2017, section 3.2.2);
 * the projections to queries, keys and values have no bias.
 */
public final class CrossAttention extends Net {
  private final int heads;
  private final LinearImpl q;
  private final LinearImpl k;
  private final LinearImpl v;
  private final LinearImpl out;

  /**
   * A layer.
   *
   * @param width of the sequence that looks, a multiple of the number of heads
   * @param contextWidth of the sequence that is looked at
   * @param heads 1 or more
   */
  public CrossAttention(int width, int contextWidth, int heads) {
    this.heads = heads;
    q = child("to_q", Layers.unbiased(width, width));
    k = child("to_k", Layers.unbiased(contextWidth, width));
    v = child("to_v", Layers.unbiased(contextWidth, width));
    out = child("to_out", new Numbered()).add(0, new LinearImpl(width, width));
  }

  /**
   * What each position finds.
   *
   * @param x [N,L,width]
   * @param context [N,S,contextWidth]; x itself for self-attention
   * @param seen [N,S], 1 for what may be looked at and 0 for padding; null if all may
   * @return [N,L,width]
   */
  public Tensor forward(Tensor x, Tensor context, @Nullable Tensor seen) {
    Tensor queries = split(q.forward(x));
    Tensor keys = split(k.forward(context));
    Tensor values = split(v.forward(context));
    Tensor found =
        seen == null
            ? Attention.of(queries, keys, values)
            : Attention.masked(queries, keys, values, seen);
    return out.forward(found.transpose(1, 2).flatten(2, -1));
  }

  /** From [N,L,width] to [N,heads,L,width / heads]. */
  private Tensor split(Tensor x) {
    return x.view(x.size(0), x.size(1), heads, -1).transpose(1, 2);
  }
}
