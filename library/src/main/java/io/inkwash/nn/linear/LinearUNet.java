package io.inkwash.nn.linear;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.ClassEmbedding;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.Dropout;
import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Layers;
import io.inkwash.nn.Numbered;
import io.inkwash.nn.ResBlock;
import io.inkwash.nn.TimeEmbedding;
import io.inkwash.nn.limit.Limits;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The U-Net of lucidrains' {@code denoising_diffusion_pytorch}: two residual blocks and a layer of
 * attention a level, whose cost grows with the pixels, not with their square, at all levels but the
 * deepest. The first convolution's output comes back at the end.
 *
 * <pre>
 * x ── conv 7x7 ── level ────────────── cat ── level ── cat with the first ── block, conv ── out
 *                    └─ level ── cat ── level ┘
 *                         └─ middle ─┘
 * </pre>
 */
public final class LinearUNet extends Backbone {

  /**
   * The sizes.
   *
   * @param channels image channels in
   * @param outputs channels out; twice the image's with a learned variance
   * @param width base width, even
   * @param multipliers the width of each level as a multiple of the base width
   * @param heads of each layer of attention
   * @param headWidth channels of each head
   * @param dropout the share of values that each block drops in training, in [0, 1)
   * @param classes the number of classes; 0 for an unconditional network
   */
  public record Config(
      int channels,
      int outputs,
      int width,
      List<Integer> multipliers,
      int heads,
      int headWidth,
      double dropout,
      int classes) {

    private static final Limits LIMITS = Limits.of("LinearUNet's");

    /** Checks the ranges. */
    public Config {
      multipliers = List.copyOf(multipliers);
      LIMITS.require(channels >= 1, "channels", channels, "1 or more");
      LIMITS.require(outputs >= 1, "outputs", outputs, "1 or more");
      LIMITS.require(width >= 4 && width % 2 == 0, "width", width, "even, 4 or more, such as 64");
      LIMITS.require(
          !multipliers.isEmpty() && multipliers.stream().allMatch(m -> m >= 1),
          "multipliers",
          multipliers,
          "one a level, 1 or more, such as 1:2:4:8");
      LIMITS.require(heads >= 1, "heads", heads, "1 or more, such as 4");
      LIMITS.require(headWidth >= 1, "headWidth", headWidth, "1 or more, such as 32");
      LIMITS.dropout(dropout);
      ClassEmbedding.check(classes);
    }

    /** The same for other images. */
    public Config forImages(int in, int out, int conditional) {
      return new Config(in, out, width, multipliers, heads, headWidth, dropout, conditional);
    }

    /** What heights and widths of pictures must be multiples of. */
    public int sizeMultiple() {
      return 1 << (multipliers.size() - 1);
    }

    int embeddingWidth() {
      return 4 * width;
    }

    /** Channels before a level on the way down, from 0; after the deepest for its number. */
    int before(int level) {
      return level == 0 ? width : multipliers.get(level - 1) * width;
    }
  }

  /**
   * A level.
   *
   * @param block1 first
   * @param block2 second
   * @param attention after it
   * @param resize leads to the next level
   */
  private record Level(
      LinearBlock block1, LinearBlock block2, FeatureLayer attention, FeatureLayer resize) {}

  private final Config config;
  private final Conv2dImpl first;
  private final LinearImpl time1;
  private final LinearImpl time2;
  private final ClassEmbedding classes;
  private final List<Level> down = new ArrayList<>();
  private final LinearBlock middle1;
  private final FullAttention middle;
  private final LinearBlock middle2;
  private final List<Level> up = new ArrayList<>();
  private final LinearBlock last;
  private final Conv2dImpl out;
  private @Nullable Rng masks;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public LinearUNet(Config config) {
    this.config = config;
    int embedding = config.embeddingWidth();
    int levels = config.multipliers.size();
    first = child("init_conv", Layers.conv(config.channels, config.width, 7, 1, 3));
    Numbered time = child("time_mlp", new Numbered());
    time1 = time.add(1, new LinearImpl(config.width, embedding));
    time2 = time.add(3, new LinearImpl(embedding, embedding));
    classes =
        new ClassEmbedding(
            config.classes == 0
                ? null
                : child("label_emb", new EmbeddingImpl(config.classes, embedding), Start.NORMAL));
    Numbered downs = child("downs", new Numbered());
    for (int i = 0; i < levels; i++) {
      int in = config.before(i);
      down.add(
          level(downs.add(i, new Numbered()), in, in, i, Direction.DOWN, config.before(i + 1)));
    }
    Numbered ups = child("ups", new Numbered());
    int deepest = config.before(levels);
    middle1 = child("mid_block1", block(deepest, deepest));
    middle = child("mid_attn", new FullAttention(deepest, config.heads, config.headWidth));
    middle2 = child("mid_block2", block(deepest, deepest));
    for (int i = levels - 1; i >= 0; i--) {
      int channels = config.before(i + 1);
      Numbered parts = ups.add(levels - 1 - i, new Numbered());
      up.add(
          level(parts, channels + config.before(i), channels, i, Direction.UP, config.before(i)));
    }
    last = child("final_res_block", block(2 * config.width, config.width));
    out = child("final_conv", Layers.conv(config.width, config.outputs, 1, 1, 0));
  }

  private enum Direction {
    DOWN,
    UP
  }

  private Level level(
      Numbered parts, int in, int channels, int level, Direction direction, int next) {
    LinearBlock block1 = parts.add(0, block(in, channels));
    LinearBlock block2 = parts.add(1, block(in, channels));
    boolean deepest = level == config.multipliers.size() - 1;
    FeatureLayer attention =
        deepest
            ? parts.add(2, new FullAttention(channels, config.heads, config.headWidth))
            : parts.add(2, new LinearAttention(channels, config.heads, config.headWidth));
    boolean stays = direction == Direction.DOWN ? deepest : level == 0;
    return new Level(block1, block2, attention, resize(parts, channels, direction, next, stays));
  }

  private static FeatureLayer resize(
      Numbered parts, int channels, Direction direction, int next, boolean stays) {
    if (stays) {
      Conv2dImpl conv = parts.add(3, Layers.conv(channels, next, 3, 1, 1));
      return (x, context) -> conv.forward(x);
    }
    Numbered sequence = parts.add(3, new Numbered());
    if (direction == Direction.DOWN) {
      Conv2dImpl conv = sequence.add(1, Layers.conv(4L * channels, next, 1, 1, 0));
      return (x, context) -> conv.forward(torch.pixel_unshuffle(x, 2));
    }
    Conv2dImpl conv = sequence.add(1, Layers.conv(channels, next, 3, 1, 1));
    return (x, context) -> conv.forward(ResBlock.Resize.DOUBLE.apply(x));
  }

  private LinearBlock block(int in, int channels) {
    return new LinearBlock(in, channels, config.embeddingWidth());
  }

  @Override
  public Set<String> accepts() {
    return classes.accepts();
  }

  @Override
  public void dropFrom(Rng key) {
    masks = key;
  }

  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    Tensor time = time1.forward(TimeEmbedding.sinusoidal(noiseLevel, config.width));
    FeatureLayer.Context context =
        new FeatureLayer.Context(
            classes.addTo(time2.forward(torch.gelu(time)), conditioning), dropout());
    Tensor start = first.forward(x);
    Tensor h = start;
    Deque<Tensor> skips = new ArrayDeque<>();
    for (Level level : down) {
      h = level.block1.forward(h, context);
      skips.push(h);
      h = level.attention.forward(level.block2.forward(h, context), context);
      skips.push(h);
      h = level.resize.forward(h, context);
    }
    h = middle2.forward(middle.forward(middle1.forward(h, context), context), context);
    for (Level level : up) {
      h = level.block1.forward(Tensors.cat(1, h, skips.pop()), context);
      h = level.block2.forward(Tensors.cat(1, h, skips.pop()), context);
      h = level.resize.forward(level.attention.forward(h, context), context);
    }
    return out.forward(last.forward(Tensors.cat(1, h, start), context));
  }

  private Dropout dropout() {
    return config.dropout == 0 || !is_training()
        ? Dropout.none()
        : Dropout.at(config.dropout, Dropout.required(masks));
  }
}
