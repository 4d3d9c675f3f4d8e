package io.inkwash.examples;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.Layers;
import io.inkwash.nn.TimeEmbedding;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A residual network that keeps the image's resolution: a convolution, blocks that each add to
 * their input, a convolution. Unconditional, for images of any size.
 */
public final class ResidualCnn extends Backbone {

  /**
   * The sizes.
   *
   * @param channels image channels in, 1 or more
   * @param outputs channels out: the image's, or twice as many with a learned variance
   * @param width channels between, even, 4 or more
   * @param blocks residual blocks, 1 or more
   */
  public record Config(int channels, int outputs, int width, int blocks) {
    public Config {
      require(channels >= 1, "channels", channels, "1 or more");
      require(outputs >= 1, "outputs", outputs, "1 or more");
      require(width >= 4 && width % 2 == 0, "width", width, "even, 4 or more, such as 32");
      require(blocks >= 1, "blocks", blocks, "1 or more, such as 4");
    }

    private static void require(boolean holds, String name, int value, String allowed) {
      if (!holds) {
        throw new IllegalArgumentException(name + " is " + value + "; allowed: " + allowed);
      }
    }
  }

  private final int width;
  private final Conv2dImpl in;
  private final List<Block> blocks = new ArrayList<>();
  private final Conv2dImpl out;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public ResidualCnn(Config config) {
    width = config.width;
    in = child("in", Layers.conv(config.channels, width, 3, 1, 1));
    for (int i = 0; i < config.blocks; i++) {
      blocks.add(child("block" + i, new Block(width)));
    }
    out = child("out", Layers.conv(width, config.outputs, 3, 1, 1));
  }

  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    Tensor level = TimeEmbedding.sinusoidal(noiseLevel, width);
    Tensor h = in.forward(x);
    for (Block block : blocks) {
      h = block.forward(h, level);
    }
    return out.forward(h);
  }

  /** {@code h + conv(silu(conv(h) + bias(level)))}; the last convolution starts at zero. */
  private static final class Block extends Net {
    private final Conv2dImpl first;
    private final LinearImpl bias;
    private final Conv2dImpl second;

    Block(int width) {
      first = child("first", Layers.conv(width, width, 3, 1, 1));
      bias = child("bias", new LinearImpl(width, width));
      second = child("second", Layers.conv(width, width, 3, 1, 1), Start.ZERO);
    }

    Tensor forward(Tensor h, Tensor level) {
      Tensor shift = bias.forward(level).unsqueeze(2).unsqueeze(3);
      return h.add(second.forward(torch.silu(first.forward(h).add_(shift))));
    }
  }
}
