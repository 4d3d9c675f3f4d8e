package io.inkwash.nn.text;

import io.inkwash.nn.Layers;
import io.inkwash.torch.Attention;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One layer of a transformer: attention, then a network at each position, each after a norm and as
 * a residual. Both residuals start at zero.
 */
final class TransformerLayer extends Net {
  static final double EPSILON = 1e-5;

  private static final int WIDER = 4;

  private final int heads;
  private final LayerNormImpl norm1;
  private final LinearImpl qkv;
  private final LinearImpl out;
  private final LayerNormImpl norm2;
  private final LinearImpl up;
  private final LinearImpl down;

  TransformerLayer(long width, int heads) {
    this.heads = heads;
    norm1 = child("ln_1", Layers.layerNorm(width, EPSILON));
    qkv = child("qkv", new LinearImpl(width, 3 * width));
    out = child("proj_out", new LinearImpl(width, width), Start.ZERO);
    norm2 = child("ln_2", Layers.layerNorm(width, EPSILON));
    up = child("up", new LinearImpl(width, WIDER * width));
    down = child("down", new LinearImpl(WIDER * width, width), Start.ZERO);
  }

  /**
   * New states.
   *
   * @param x [N,T,D]
   * @param mask [N,T] 0 for padding, which no position sees, else 1
   */
  Tensor forward(Tensor x, Tensor mask) {
    Tensor attended = x.add(out.forward(attend(qkv.forward(norm1.forward(x)), mask)));
    return attended.add(down.forward(torch.gelu(up.forward(norm2.forward(attended)))));
  }

  /** From [N,T,3D] to [N,T,D]. */
  private Tensor attend(Tensor projected, Tensor mask) {
    Tensor split =
        projected
            .view(projected.size(0), projected.size(1), 3, heads, -1)
            .permute(2, 0, 3, 1, 4); // [3,N,heads,T,d]
    return Attention.masked(split.select(0, 0), split.select(0, 1), split.select(0, 2), mask)
        .transpose(1, 2)
        .flatten(2, 3);
  }
}
