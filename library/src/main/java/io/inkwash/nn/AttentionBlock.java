package io.inkwash.nn;

import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import org.bytedeco.pytorch.Conv1dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Self-attention over the positions of a picture (Vaswani et al. 2017, equation 1), as a residual.
 * With q, k and v of width d at each position:
 *
 * <pre>
 * out = x + W softmax(q k^T / sqrt(d)) v
 * </pre>
 *
 * <p>The softmax is taken in float32. It is written out, not fused, since the fused one has no
 * second derivative. W starts at zero. {@link AttentionMaps} can look at the softmax or replace it.
 */
final class AttentionBlock extends Net implements FeatureLayer {
  private final int heads;
  private final Heads.Order order;
  private final GroupNormImpl norm;
  private final Conv1dImpl qkv;
  private final Conv1dImpl out;

  AttentionBlock(int channels, Heads heads) {
    this(channels, heads, AdmConfig.Lineage.ADM);
  }

  AttentionBlock(int channels, Heads heads, AdmConfig.Lineage lineage) {
    this.heads = heads.in(channels);
    order = heads.order();
    norm = child("norm", lineage.norm(channels));
    qkv = child("qkv", Layers.pointwise(channels, 3L * channels));
    out = child("proj_out", Layers.pointwise(channels, channels), Start.ZERO);
  }

  @Override
  public Tensor forward(Tensor x, Context context) {
    Tensor positions = x.flatten(2, -1); // [N,C,T]
    Tensor projected = qkv.forward(Layers.normalize(norm, positions));
    Tensor mixed = out.forward(attend(split(projected)));
    return positions.add(mixed).view_as(x);
  }

  /** From [N,3C,T] to [N,heads,3,d,T]. */
  private Tensor split(Tensor projected) {
    long images = projected.size(0);
    long positions = projected.size(2);
    return switch (order) {
      case LEGACY -> projected.view(images, heads, 3, -1, positions);
      case NEW -> projected.view(images, 3, heads, -1, positions).transpose(1, 2);
    };
  }

  /** From [N,heads,3,d,T] to [N,C,T]. */
  private static Tensor attend(Tensor split) {
    Tensor v = split.select(2, 2);
    if (AttentionMaps.identityAt(split.size(4))) {
      return v.flatten(1, 2);
    }
    double width = split.size(3);
    double scale = Math.pow(width, -0.25); // on q and k alike, kinder to 16-bit numbers
    Tensor q = split.select(2, 0).mul(new Scalar(scale));
    Tensor k = split.select(2, 1).mul(new Scalar(scale));
    Tensor logits = q.transpose(-2, -1).matmul(k); // [N,heads,T,T], a row a query
    Tensor weights = logits.to(ScalarType.Float).softmax(-1).to(logits.scalar_type());
    AttentionMaps.see(weights);
    return v.matmul(weights.transpose(-2, -1)).flatten(1, 2);
  }
}
