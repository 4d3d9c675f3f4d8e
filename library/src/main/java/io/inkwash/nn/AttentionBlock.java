package io.inkwash.nn;

import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Conv1dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

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
 *
 * <p>A text's vectors, where the block has them, give keys and values in front of the picture's
 * own, as in GLIDE (Nichol et al. 2021, arXiv 2112.10741, section 4 and its {@code encoder_kv}).
 */
public final class AttentionBlock extends Net implements FeatureLayer {
  /** How far the logits of padding are below all others. */
  private static final double FAR = 1e9;

  private final int heads;
  private final Heads.Order order;
  private final GroupNormImpl norm;
  private final Conv1dImpl qkv;
  private final @Nullable Conv1dImpl text;
  private final Conv1dImpl out;

  /** A block that attends to the picture alone. */
  public AttentionBlock(int channels, Heads heads) {
    this(channels, heads, AdmConfig.Lineage.ADM);
  }

  AttentionBlock(int channels, Heads heads, AdmConfig.Lineage lineage) {
    this(channels, heads, lineage, 0);
  }

  /**
   * A block whose positions attend to a text as well.
   *
   * @param textWidth the width of the text's vectors; 0 for a block without text
   */
  AttentionBlock(int channels, Heads heads, AdmConfig.Lineage lineage, int textWidth) {
    this.heads = heads.in(channels);
    order = heads.order();
    norm = child("norm", lineage.norm(channels));
    qkv = child("qkv", Layers.pointwise(channels, 3L * channels));
    text = textWidth == 0 ? null : child("encoder_kv", Layers.pointwise(textWidth, 2L * channels));
    out = child("proj_out", Layers.pointwise(channels, channels), Start.ZERO);
  }

  @Override
  public Tensor forward(Tensor x, Context context) {
    Tensor positions = x.flatten(2, -1); // [N,C,T]
    Tensor projected = qkv.forward(Layers.normalize(norm, positions));
    Tensor mixed = out.forward(attend(split(projected), context.conditioning()));
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
  private Tensor attend(Tensor split, Conditioning conditioning) {
    Tensor v = split.select(2, 2);
    if (AttentionMaps.identityAt(split.size(4))) {
      return v.flatten(1, 2);
    }
    double width = split.size(3);
    double scale = Math.pow(width, -0.25); // on q and k alike, kinder to 16-bit numbers
    Tensor q = split.select(2, 0).mul(new Scalar(scale));
    Tensor k = split.select(2, 1).mul(new Scalar(scale));
    Tensor words = conditioning.of(Conditioning.TEXT).orElse(null);
    if (text == null || words == null) {
      return mix(q.transpose(-2, -1).matmul(k).to(ScalarType.Float), v);
    }
    Tensor read = // [N,heads,2,d,L], in front of the picture's own
        text.forward(words.transpose(1, 2))
            .view(words.size(0), heads, 2, split.size(3), words.size(1));
    Tensor keys = Tensors.cat(-1, read.select(2, 0).mul(new Scalar(scale)), k);
    Tensor logits = q.transpose(-2, -1).matmul(keys).to(ScalarType.Float);
    conditioning
        .of(Conditioning.TEXT_MASK)
        .ifPresent(
            mask ->
                logits
                    .narrow(-1, 0, words.size(1))
                    .add_(
                        mask.sub(new Scalar(1.0)).mul(new Scalar(FAR)).unsqueeze(1).unsqueeze(1)));
    return mix(logits, Tensors.cat(-1, read.select(2, 1), v));
  }

  /** Values in the shares that logits give, a row of them a query. */
  private static Tensor mix(Tensor logits, Tensor v) {
    Tensor weights = logits.softmax(-1).to(v.scalar_type());
    AttentionMaps.see(weights.narrow(-1, weights.size(-1) - weights.size(-2), weights.size(-2)));
    return v.matmul(weights.transpose(-2, -1)).flatten(1, 2);
  }
}
