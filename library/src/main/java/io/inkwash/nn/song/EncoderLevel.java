package io.inkwash.nn.song;

import io.inkwash.nn.AdmConfig;
import io.inkwash.nn.Downsample;
import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Layers;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * A level on the way down.
 *
 * @param first what leads into it: a convolution, or what halves
 * @param join lets the image in
 * @param blocks the level's own
 */
record EncoderLevel(FeatureLayer first, UnaryOperator<State> join, List<SongBlock> blocks) {

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
    FeatureLayer first;
    UnaryOperator<State> join = state -> state;
    if (level == 0) {
      Conv2dImpl conv =
          enc.add(name + "_conv", Layers.conv(config.inChannels(), config.width(), 3, 1, 1));
      first = (x, context) -> conv.forward(x);
    } else {
      first = halving(config, config.channels(level - 1), name + "_down", enc);
      join = joining(config, level, name, enc);
    }
    int channels = config.entering(level);
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
    return new EncoderLevel(first, join, List.copyOf(blocks));
  }

  private static FeatureLayer halving(SongConfig config, int channels, String name, Named enc) {
    return switch (config.resampling()) {
      case RESIDUAL ->
          enc.add(name, new SongBlock(config, channels, channels, SongBlock.Resize.HALVE, false));
      case CONVOLUTION -> enc.add(name, new Downsample(channels, true, AdmConfig.Lineage.DDPM));
      case PLAIN -> (x, context) -> config.filter().halve(x);
    };
  }

  private static UnaryOperator<State> joining(
      SongConfig config, int level, String name, Named enc) {
    int channels = config.channels(level - 1);
    int image = level == 1 ? config.inChannels() : config.channels(level - 2);
    return switch (config.encoder()) {
      case STANDARD -> state -> state;
      case SKIP, SKIP_CAT -> {
        Conv2dImpl conv =
            enc.add(name + "_aux_skip", Layers.conv(config.inChannels(), channels, 1, 1, 0));
        boolean beside = config.encoder() == SongConfig.Encoder.SKIP_CAT;
        yield state -> {
          Tensor small = config.filter().halve(state.image);
          Tensor mapped = conv.forward(small);
          return new State(
              beside ? Tensors.cat(1, mapped, state.features) : state.features.add(mapped), small);
        };
      }
      case RESIDUAL -> {
        Conv2dImpl conv =
            enc.add(
                name + "_aux_residual",
                Layers.conv(image, channels, 3, 1, 1 + config.filter().margin()));
        yield state -> added(config, state, config.filter().halveInside(conv.forward(state.image)));
      }
      case STRIDED -> {
        Conv2dImpl conv = enc.add(name + "_aux_residual", Layers.conv(image, channels, 3, 2, 0));
        yield state -> added(config, state, conv.forward(Layers.padRightAndBottom(state.image)));
      }
    };
  }

  private static State added(SongConfig config, State state, Tensor image) {
    Tensor sum = config.sums().of(state.features, image);
    return new State(sum, sum);
  }

  /** Goes through the level and leaves its outputs in {@code skips}. */
  State forward(State in, Deque<Tensor> skips, FeatureLayer.Context context) {
    State joined = join.apply(new State(first.forward(in.features, context), in.image));
    Tensor h = joined.features;
    skips.push(h);
    for (SongBlock block : blocks) {
      h = block.forward(h, context);
      skips.push(h);
    }
    return new State(h, joined.image);
  }
}
