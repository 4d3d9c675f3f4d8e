package io.inkwash.nn.linear;

import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Layers;
import io.inkwash.nn.Numbered;
import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A residual block: two convolutions, each before a norm and SiLU, with a scale and a shift by the
 * embedding in the first.
 */
final class LinearBlock extends Net implements FeatureLayer {
  private final LinearImpl embed;
  private final Half block1;
  private final Half block2;
  private final @Nullable Conv2dImpl skip;

  LinearBlock(long in, long out, long embeddingWidth) {
    embed = child("mlp", new Numbered()).add(1, new LinearImpl(embeddingWidth, 2 * out));
    block1 = child("block1", new Half(in, out));
    block2 = child("block2", new Half(out, out));
    skip = in == out ? null : child("res_conv", Layers.conv(in, out, 1, 1, 0));
  }

  @Override
  public Tensor forward(Tensor x, Context context) {
    Tensor embedded = embed.forward(torch.silu(context.embedding())).unsqueeze(2).unsqueeze(3);
    long channels = embedded.size(1) / 2;
    Tensor h = block1.forward(x);
    h = h.mul(embedded.narrow(1, 0, channels).add(new Scalar(1.0)));
    h = torch.silu(h.add(embedded.narrow(1, channels, channels)));
    h = torch.silu(block2.forward(context.dropout().apply(h)));
    return h.add(skip == null ? x : skip.forward(x));
  }

  /** A convolution and its norm. */
  private static final class Half extends Net {
    private final Conv2dImpl proj;
    private final RmsNorm norm;

    Half(long in, long out) {
      proj = child("proj", Layers.conv(in, out, 3, 1, 1));
      norm = child("norm", new RmsNorm(out));
    }

    Tensor forward(Tensor x) {
      return norm.forward(proj.forward(x));
    }
  }
}
