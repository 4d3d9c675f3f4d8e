package io.inkwash.nn.song;

import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Layers;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A level on the way up.
 *
 * @param config of the network
 * @param first a block that doubles; null in the deepest level
 * @param blocks the level's own
 * @param norm before the convolution that adds to the output; null where none does
 * @param conv adds to the output; null where none does
 */
record DecoderLevel(
    SongConfig config,
    @Nullable SongBlock first,
    List<SongBlock> blocks,
    @Nullable GroupNormImpl norm,
    @Nullable Conv2dImpl conv) {

  /**
   * What goes from level to level.
   *
   * @param features [N,C,H,W]
   * @param sum [N,C',H,W] the output so far; null before the first part of it
   */
  record State(Tensor features, @Nullable Tensor sum) {

    /** The whole output, after the last level. */
    Tensor output() {
      if (sum == null) {
        throw new IllegalStateException("the last level gives the output");
      }
      return sum;
    }
  }

  /**
   * Builds a level.
   *
   * @param dec where its layers are registered
   * @param skips the channels of what its blocks are joined with, last first
   */
  static DecoderLevel of(SongConfig config, int level, Named dec, Deque<Integer> skips) {
    String name = "level" + level;
    boolean deepest = level == config.levels() - 1;
    int channels = config.channels(deepest ? level : level + 1);
    SongBlock first =
        deepest
            ? null
            : dec.add(
                name + "_up",
                new SongBlock(config, channels, channels, SongBlock.Resize.TWICE, false));
    List<SongBlock> blocks = new ArrayList<>();
    for (int i = 0; i <= config.blocks(); i++) {
      boolean attention = i == config.blocks() && config.attends(level);
      int in = channels + skips.pop();
      channels = config.channels(level);
      blocks.add(
          dec.add(
              name + "_block" + i,
              new SongBlock(config, in, channels, SongBlock.Resize.NONE, attention)));
    }
    if (config.decoder() == SongConfig.Decoder.STANDARD && level > 0) {
      return new DecoderLevel(config, first, List.copyOf(blocks), null, null);
    }
    return new DecoderLevel(
        config,
        first,
        List.copyOf(blocks),
        dec.add(name + "_aux_norm", SongConfig.norm(channels)),
        dec.add(
            name + "_aux_conv", Layers.conv(channels, config.outChannels(), 3, 1, 1), Start.ZERO));
  }

  /** Goes through the level. */
  State forward(State in, Deque<Tensor> skips, FeatureLayer.Context context) {
    Tensor h = first == null ? in.features : first.forward(in.features, context);
    for (SongBlock block : blocks) {
      h = block.forward(Tensors.cat(1, h, skips.pop()), context);
    }
    if (norm == null || conv == null) {
      return new State(h, in.sum);
    }
    Tensor part = conv.forward(torch.silu(Layers.normalize(norm, h)));
    return new State(h, in.sum == null ? part : config.filter().twice(in.sum).add(part));
  }
}
