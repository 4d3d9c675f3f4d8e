package io.inkwash.nn.classifier;

import io.inkwash.nn.Layers;
import io.inkwash.nn.TimeEmbedding;
import io.inkwash.torch.Net;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A small convolutional classifier of noisy images that receives their noise level: a convolution,
 * three that halve height and width, each with a bias from the level, group norm and SiLU, and a
 * linear layer of the mean and of the maximum over positions. It takes images of any size from 8 by
 * 8.
 */
public final class NoisyImageNet extends Net {
  private static final int EMBEDDING = 32;

  /** DDPM's embedding is made for times of some hundreds; levels are brought to such numbers. */
  private static final double PER_LOG_LEVEL = 250;

  private final LinearImpl embed;
  private final List<Block> blocks;
  private final LinearImpl out;

  /**
   * The sizes.
   *
   * @param channels image channels, 1 or more
   * @param classes the number of classes, 2 or more
   * @param width channels of the first convolution, a multiple of 8; the next have twice and four
   *     times it
   */
  public record Config(int channels, int classes, int width) {
    public Config {
      if (channels < 1 || classes < 2 || width < 8 || width % 8 != 0) {
        throw new IllegalArgumentException(
            "classifier of "
                + channels
                + " channels, "
                + classes
                + " classes, width "
                + width
                + "; allowed: 1 or more, 2 or more, a multiple of 8 such as 32");
      }
    }
  }

  /** Builds the network; its weights are loaded, or drawn and trained. */
  public NoisyImageNet(Config config) {
    int w = config.width;
    embed = child("embed", new LinearImpl(EMBEDDING, EMBEDDING));
    blocks =
        List.of(
            child("block1", new Block(config.channels, w, 1)),
            child("block2", new Block(w, w, 2)),
            child("block3", new Block(w, 2 * w, 2)),
            child("block4", new Block(2 * w, 4 * w, 2)));
    out = child("out", new LinearImpl(8L * w, config.classes));
  }

  /**
   * The logits.
   *
   * @param x [N,C,H,W] float32 noisy images, scaled to about unit variance
   * @param logLevel [N] float32 the natural logarithm of the noise level
   * @return [N,K]
   */
  public Tensor logits(Tensor x, Tensor logLevel) {
    Tensor label = logLevel.mul(new Scalar(PER_LOG_LEVEL));
    Tensor level = torch.silu(embed.forward(TimeEmbedding.sinusoidal(label, EMBEDDING)));
    Tensor h = x;
    for (Block block : blocks) {
      h = block.forward(h, level);
    }
    Tensor rows = h.flatten(2, -1);
    return out.forward(Tensors.cat(1, rows.mean(2), rows.amax(new long[] {2}, false)));
  }

  /** Convolution, bias from the level, group norm, SiLU. */
  private static final class Block extends Net {
    private static final int GROUPS = 8;
    private final Conv2dImpl conv;
    private final LinearImpl bias;
    private final GroupNormImpl norm;

    Block(int in, int out, int stride) {
      conv = child("conv", Layers.conv(in, out, 3, stride, 1));
      bias = child("bias", new LinearImpl(EMBEDDING, out));
      norm = child("norm", new GroupNormImpl(GROUPS, out));
    }

    Tensor forward(Tensor x, Tensor level) {
      Tensor shift = bias.forward(level).unsqueeze(2).unsqueeze(3);
      return torch.silu(norm.forward(conv.forward(x).add(shift)));
    }
  }
}
