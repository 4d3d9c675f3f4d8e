package io.inkwash.nn.song;

import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Layers;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A level on the way down.
 *
 * @param config of the network
 * @param first what leads into it: a convolution, or a block that halves
 * @param side what lets the image in; null where nothing does
 * @param blocks the level's own
 */
record EncoderLevel(
    SongConfig config, FeatureLayer first, @Nullable Conv2dImpl side, List<SongBlock> blocks) {

  /**
   * What goes from level to level.
   *
   * @param features [N,C,H,W]
   * @param image [N,C',H,W] what the image became beside them
   */
  record State(Tensor features, Tensor image) {}

  /**
   * Builds a level.
   *
   * @param enc where its layers are registered
   * @param skips receives the channels of each of its outputs
   */
  static EncoderLevel of(SongConfig config, int level, Named enc, Deque<Integer> skips) {
    String name = "level" + level;
    int channels = level == 0 ? config.width() : config.channels(level - 1);
    FeatureLayer first;
    Conv2dImpl side = null;
    if (level == 0) {
      Conv2dImpl conv =
          enc.add(name + "_conv", Layers.conv(config.inChannels(), channels, 3, 1, 1));
      first = (x, context) -> conv.forward(x);
    } else {
      first =
          enc.add(
              name + "_down",
              new SongBlock(config, channels, channels, SongBlock.Resize.HALVE, false));
      int image = level == 1 ? config.inChannels() : config.channels(level - 2);
      side =
          switch (config.encoder()) {
            case STANDARD -> null;
            case SKIP ->
                enc.add(name + "_aux_skip", Layers.conv(config.inChannels(), channels, 1, 1, 0));
            case RESIDUAL ->
                enc.add(
                    name + "_aux_residual",
                    Layers.conv(image, channels, 3, 1, 1 + config.filter().margin()));
          };
    }
    skips.push(channels);
    List<SongBlock> blocks = new ArrayList<>();
    for (int i = 0; i < config.blocks(); i++) {
      int out = config.channels(level);
      blocks.add(
          enc.add(
              name + "_block" + i,
              new SongBlock(config, channels, out, SongBlock.Resize.NONE, config.attends(level))));
      channels = out;
      skips.push(channels);
    }
    return new EncoderLevel(config, first, side, List.copyOf(blocks));
  }

  /** Goes through the level and leaves its outputs in {@code skips}. */
  State forward(State in, Deque<Tensor> skips, FeatureLayer.Context context) {
    Tensor h = first.forward(in.features, context);
    Tensor image = in.image;
    if (side != null) {
      if (config.encoder() == SongConfig.Encoder.SKIP) {
        image = config.filter().halve(image);
        h = h.add(side.forward(image));
      } else {
        image = SongBlock.half(h, config.filter().halveInside(side.forward(image)));
        h = image;
      }
    }
    skips.push(h);
    for (SongBlock block : blocks) {
      h = block.forward(h, context);
      skips.push(h);
    }
    return new State(h, image);
  }
}
