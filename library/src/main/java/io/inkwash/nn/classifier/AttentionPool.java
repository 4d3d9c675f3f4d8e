package io.inkwash.nn.classifier;

import io.inkwash.nn.Layers;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Conv1dImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * One vector of a picture: what the mean of its positions reads from all of them by attention
 * (Radford et al. 2021, arXiv 2103.00020, section 2.4).
 */
final class AttentionPool extends Net {
  private final int heads;
  private final Tensor positions; // [C,T+1]
  private final Conv1dImpl qkv;
  private final Conv1dImpl out;

  AttentionPool(int channels, EncoderUNet.Config config) {
    heads = channels / config.headWidth();
    positions = parameter("positional_embedding", Start.NORMAL, channels, config.positions() + 1L);
    qkv = child("qkv_proj", Layers.pointwise(channels, 3L * channels));
    out = child("c_proj", Layers.pointwise(channels, config.classes()));
  }

  /** From [N,C,H,W] to [N,K]. */
  Tensor forward(Tensor x) {
    Tensor rows = x.flatten(2, -1);
    Tensor located = Tensors.cat(-1, Tensors.mean(rows, 2), rows).add(positions.unsqueeze(0));
    Tensor split = qkv.forward(located).view(x.size(0), 3, heads, -1, located.size(2));
    Tensor q = split.select(1, 0).narrow(-1, 0, 1); // the mean alone
    Tensor logits = q.transpose(-2, -1).matmul(split.select(1, 1));
    Tensor weights = logits.div(new Scalar(Math.sqrt((double) split.size(3)))).softmax(-1);
    Tensor read = split.select(1, 2).matmul(weights.transpose(-2, -1)); // [N,heads,d,1]
    return out.forward(read.flatten(1, 2)).squeeze(2);
  }
}
