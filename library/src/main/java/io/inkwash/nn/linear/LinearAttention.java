package io.inkwash.nn.linear;

import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Layers;
import io.inkwash.nn.Numbered;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Attention without a map of all positions against all (Shen et al. 2021, arXiv 1812.01243): keys
 * are normalized over positions, queries over channels, and the keys' products with the values, a
 * matrix of the heads' width squared, are what each query reads. As a residual.
 */
final class LinearAttention extends Net implements FeatureLayer {
  private final int heads;
  private final int width;
  private final RmsNorm norm;
  private final Tensor memory; // [2,heads,width,MEMORY], keys and values beside the picture's
  private final Conv2dImpl qkv;
  private final Conv2dImpl out;
  private final RmsNorm outNorm;

  LinearAttention(long channels, int heads, int width) {
    this.heads = heads;
    this.width = width;
    long hidden = (long) heads * width;
    memory = parameter("mem_kv", Start.NORMAL, 2, heads, width, FullAttention.MEMORY);
    norm = child("norm", new RmsNorm(channels));
    qkv = child("to_qkv", Layers.unbiasedConv(channels, 3 * hidden, 1, 1, 0));
    Numbered last = child("to_out", new Numbered());
    out = last.add(0, Layers.conv(hidden, channels, 1, 1, 0));
    outNorm = last.add(1, new RmsNorm(channels));
  }

  @Override
  public Tensor forward(Tensor x, Context context) {
    long images = x.size(0);
    Tensor split = qkv.forward(norm.forward(x)).reshape(images, 3, heads, width, -1);
    Tensor q = split.select(1, 0).softmax(-2).mul(new Scalar(1 / Math.sqrt((double) width)));
    Tensor k = Tensors.cat(-1, remembered(0, images), split.select(1, 1)).softmax(-1);
    Tensor v = Tensors.cat(-1, remembered(1, images), split.select(1, 2));
    Tensor read = v.matmul(k.transpose(-2, -1)).matmul(q); // [N,heads,width,T]
    Tensor mixed = read.reshape(images, (long) heads * width, x.size(2), x.size(3));
    return x.add(outNorm.forward(out.forward(mixed)));
  }

  private Tensor remembered(long which, long images) {
    return memory.select(0, which).unsqueeze(0).expand(images, -1, -1, -1);
  }
}
