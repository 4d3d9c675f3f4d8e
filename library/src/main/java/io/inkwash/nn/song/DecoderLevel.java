package io.inkwash.nn.song;

import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Layers;
import io.inkwash.nn.Upsample;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A level on the way up.
 *
 * @param first what doubles; nothing in the deepest level
 * @param blocks the level's own
 * @param output adds to the output
 */
record DecoderLevel(FeatureLayer first, List<SongBlock> blocks, UnaryOperator<State> output) {

  /**
   * What goes from level to level.
   *
   * @param features [N,C,H,W]
   * @param sum [N,C',H,W] what was added up beside them, at the end the output; null before the
   *     first part of it
   */
  record State(Tensor features, @Nullable Tensor sum) {

    /** What was added up; at the end the output. */
    Tensor added() {
      if (sum == null) {
        throw new IllegalStateException("a deeper level gives the first part");
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
    FeatureLayer first =
        deepest ? (x, context) -> x : doubling(config, channels, name + "_up", dec);
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
    return new DecoderLevel(first, List.copyOf(blocks), output(config, level, name, dec));
  }

  private static FeatureLayer doubling(SongConfig config, int channels, String name, Named dec) {
    return switch (config.resampling()) {
      case RESIDUAL ->
          dec.add(name, new SongBlock(config, channels, channels, SongBlock.Resize.TWICE, false));
      case CONVOLUTION -> dec.add(name, new Upsample(channels, true));
      case PLAIN -> (x, context) -> config.filter().twice(x);
    };
  }

  private static UnaryOperator<State> output(SongConfig config, int level, String name, Named dec) {
    return switch (config.decoder()) {
      case STANDARD -> level == 0 ? end(config, name, dec) : state -> state;
      case SKIP -> {
        UnaryOperator<Tensor> part = part(config, level, name, dec);
        yield state -> {
          Tensor own = part.apply(state.features);
          return new State(
              state.features, state.sum == null ? own : config.filter().twice(state.sum).add(own));
        };
      }
      case RESIDUAL -> {
        UnaryOperator<State> growing = growing(config, level, name, dec);
        UnaryOperator<State> end = level == 0 ? end(config, name, dec) : state -> state;
        yield state -> end.apply(growing.apply(state));
      }
    };
  }

  /** The output, of the last level's features alone. */
  private static UnaryOperator<State> end(SongConfig config, String name, Named dec) {
    UnaryOperator<Tensor> part = part(config, 0, name, dec);
    return state -> new State(state.features, part.apply(state.features));
  }

  /** What a level's features give of the output. */
  private static UnaryOperator<Tensor> part(SongConfig config, int level, String name, Named dec) {
    int channels = config.channels(level);
    return mapped(
        dec.add(name + "_aux_norm", SongConfig.norm(channels)),
        dec.add(
            name + "_aux_conv", Layers.conv(channels, config.outChannels(), 3, 1, 1), Start.ZERO));
  }

  /** Features beside the levels: they begin in the deepest, and the others add theirs. */
  private static UnaryOperator<State> growing(
      SongConfig config, int level, String name, Named dec) {
    int channels = config.channels(level);
    if (level == config.levels() - 1) {
      UnaryOperator<Tensor> start =
          mapped(
              dec.add(name + "_pyramid_norm", SongConfig.norm(channels)),
              dec.add(name + "_pyramid_conv", Layers.conv(channels, channels, 3, 1, 1)));
      return state -> new State(state.features, start.apply(state.features));
    }
    Conv2dImpl conv =
        dec.add(name + "_pyramid", Layers.conv(config.channels(level + 1), channels, 3, 1, 1));
    return state -> {
      Tensor large = conv.forward(config.filter().twice(state.added()));
      Tensor sum = config.sums().of(large, state.features);
      return new State(sum, sum);
    };
  }

  private static UnaryOperator<Tensor> mapped(GroupNormImpl norm, Conv2dImpl conv) {
    return h -> conv.forward(torch.silu(Layers.normalize(norm, h)));
  }

  /** Goes through the level. */
  State forward(State in, Deque<Tensor> skips, FeatureLayer.Context context) {
    Tensor h = first.forward(in.features, context);
    for (SongBlock block : blocks) {
      h = block.forward(Tensors.cat(1, h, skips.pop()), context);
    }
    return output.apply(new State(h, in.sum));
  }
}
