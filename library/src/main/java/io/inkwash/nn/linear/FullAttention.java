package io.inkwash.nn.linear;

import io.inkwash.nn.AttentionMaps;
import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Layers;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Attention of each position to all and to a few learned keys and values beside them (Vaswani et
 * al. 2017, equation 1), as a residual.
 */
final class FullAttention extends Net implements FeatureLayer {
  /** How many keys and values are learned. */
  static final int MEMORY = 4;

  private final int heads;
  private final int width;
  private final RmsNorm norm;
  private final Tensor memory; // [2,heads,MEMORY,width]
  private final Conv2dImpl qkv;
  private final Conv2dImpl out;

  FullAttention(long channels, int heads, int width) {
    this.heads = heads;
    this.width = width;
    long hidden = (long) heads * width;
    memory = parameter("mem_kv", Start.NORMAL, 2, heads, MEMORY, width);
    norm = child("norm", new RmsNorm(channels));
    qkv = child("to_qkv", Layers.unbiasedConv(channels, 3 * hidden, 1, 1, 0));
    out = child("to_out", Layers.conv(hidden, channels, 1, 1, 0));
  }

  @Override
  public Tensor forward(Tensor x, Context context) {
    long images = x.size(0);
    Tensor split =
        qkv.forward(norm.forward(x)).reshape(images, 3, heads, width, -1).transpose(-2, -1);
    Tensor own = split.select(1, 2); // [N,heads,T,width]
    Tensor mixed = own;
    if (!AttentionMaps.identityAt(own.size(2))) {
      Tensor q = split.select(1, 0).mul(new Scalar(1 / Math.sqrt((double) width)));
      Tensor k = Tensors.cat(2, remembered(0, images), split.select(1, 1));
      Tensor v = Tensors.cat(2, remembered(1, images), own);
      Tensor logits = q.matmul(k.transpose(-2, -1)).to(ScalarType.Float);
      Tensor weights = logits.softmax(-1).to(v.scalar_type());
      AttentionMaps.see(weights.narrow(-1, MEMORY, weights.size(-2)));
      mixed = weights.matmul(v);
    }
    Tensor channels =
        mixed.transpose(-2, -1).reshape(images, (long) heads * width, x.size(2), x.size(3));
    return x.add(out.forward(channels));
  }

  private Tensor remembered(long which, long images) {
    return memory.select(0, which).unsqueeze(0).expand(images, -1, -1, -1);
  }
}
