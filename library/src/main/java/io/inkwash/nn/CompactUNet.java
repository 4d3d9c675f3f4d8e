package io.inkwash.nn;

import io.inkwash.nn.limit.Limits;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A U-Net of few operations: squares of 2x2 pixels become channels first (pixel unshuffle, Shi et
 * al. 2016, arXiv 1609.05158), so no convolution works at the full resolution.
 *
 * <pre>
 * x ── unshuffle, conv ── down ── halve ── middle ── twice ── up ── norm, SiLU, conv, shuffle ── out
 *                          └───────────── cat ──────────────┘
 * </pre>
 *
 * <p>{@code down} and {@code up} are residual blocks of {@code width} channels at half the height
 * and width of the images, {@code middle} blocks of twice the channels at a quarter, each followed
 * by attention. Every block is modulated by the noise level and the class (a scale and a shift a
 * channel). The last convolution starts at zero, so a new network predicts zero.
 *
 * <p>Names in the state dict: {@code time_embed.0} and {@code .2}, {@code interval_embed.0} and
 * {@code .2}, {@code label_emb}, {@code conv_in}, {@code down.I.J}, {@code halve}, {@code
 * middle.I.J}, {@code twice}, {@code up.I.J}, {@code out.0} and {@code .2}; I counts the blocks, J
 * = 0 is the residual block and 1 the attention, whose own names are those of {@link AdmUNet}.
 */
public final class CompactUNet extends Backbone {

  /** Heights and widths must be multiples of this: patches of 2 are halved once. */
  public static final int SIZE_MULTIPLE = 4;

  private static final int PATCH = 2;

  /**
   * The sizes.
   *
   * @param channels image channels in, at least 1
   * @param outputs channels out: the image's, or twice as many with a learned variance
   * @param width channels at half the resolution, a multiple of 32
   * @param blocks residual blocks on the way down, and as many on the way up
   * @param middle residual blocks at a quarter of the resolution
   * @param attention whether the last block on the way up is followed by attention as well
   * @param classes the number of classes; 0 for an unconditional network
   * @param textWidth the width of a text's vectors, which attention reads; 0 for no text
   * @param intervals whether it is given the length of an {@link Conditioning#INTERVAL} as well
   */
  public record Config(
      int channels,
      int outputs,
      int width,
      int blocks,
      int middle,
      boolean attention,
      int classes,
      int textWidth,
      boolean intervals) {

    /** Sizes of a network of neither text nor intervals. */
    public Config(
        int channels,
        int outputs,
        int width,
        int blocks,
        int middle,
        boolean attention,
        int classes) {
      this(channels, outputs, width, blocks, middle, attention, classes, 0, false);
    }

    private static final Limits LIMITS = Limits.of("CompactUNet's");

    public Config {
      LIMITS.require(channels >= 1, "channels", channels, "1 or more");
      LIMITS.require(outputs >= 1, "outputs", outputs, "1 or more");
      LIMITS.require(
          width >= Layers.GROUPS && width % Layers.GROUPS == 0,
          "width",
          width,
          "a multiple of " + Layers.GROUPS + ", such as 64");
      LIMITS.require(blocks >= 1, "blocks", blocks, "1 or more");
      LIMITS.require(middle >= 1, "middle", middle, "1 or more");
      ClassEmbedding.check(classes);
      LIMITS.require(textWidth >= 0, "textWidth", textWidth, "0 or more");
    }

    /** The width of the embedding of noise level and class. */
    int embeddingWidth() {
      return 2 * width;
    }
  }

  private static final Heads HEADS = Heads.ofWidth(32);

  private final Config config;
  private final LinearImpl time1;
  private final LinearImpl time2;
  private final @Nullable LinearImpl interval1;
  private final @Nullable LinearImpl interval2;
  private final ClassEmbedding classes;
  private final @Nullable LinearImpl text;
  private final Conv2dImpl in;
  private final List<Stage> down = new ArrayList<>();
  private final Conv2dImpl halve;
  private final List<Stage> middle = new ArrayList<>();
  private final Conv2dImpl twice;
  private final List<Stage> up = new ArrayList<>();
  private final GroupNormImpl outNorm;
  private final Conv2dImpl outConv;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public CompactUNet(Config config) {
    this.config = config;
    int w = config.width;
    int embedding = config.embeddingWidth();
    Numbered time = child("time_embed", new Numbered());
    time1 = time.add(0, new LinearImpl(w, embedding));
    time2 = time.add(2, new LinearImpl(embedding, embedding));
    Numbered interval = config.intervals ? child("interval_embed", new Numbered()) : null;
    interval1 = interval == null ? null : interval.add(0, new LinearImpl(w, embedding));
    interval2 =
        interval == null ? null : interval.add(2, new LinearImpl(embedding, embedding), Start.ZERO);
    classes =
        new ClassEmbedding(
            config.classes == 0
                ? null
                : child("label_emb", new EmbeddingImpl(config.classes, embedding), Start.NORMAL));
    text =
        config.textWidth == 0
            ? null
            : child("text_proj", new LinearImpl(config.textWidth, embedding));
    in = child("conv_in", Layers.conv((long) PATCH * PATCH * config.channels, w, 3, 1, 1));
    for (int i = 0; i < config.blocks; i++) {
      down.add(block(w, w, false));
    }
    halve = Layers.conv(w, 2L * w, 3, 2, 1);
    for (int i = 0; i < config.middle; i++) {
      middle.add(block(2 * w, 2 * w, true));
    }
    twice = Layers.conv(2L * w, 4L * w, 1, 1, 0);
    for (int i = 1; i <= config.blocks; i++) {
      up.add(block(2 * w, w, config.attention && i == config.blocks));
    }
    register("down", down);
    child("halve", halve);
    register("middle", middle);
    child("twice", twice);
    register("up", up);
    Numbered out = child("out", new Numbered());
    outNorm = out.add(0, Layers.norm(w));
    outConv =
        out.add(2, Layers.conv(w, (long) PATCH * PATCH * config.outputs, 3, 1, 1), Start.ZERO);
  }

  private void register(String name, List<Stage> stages) {
    Numbered list = child(name, new Numbered());
    for (int i = 0; i < stages.size(); i++) {
      list.add(i, stages.get(i));
    }
  }

  private Stage block(int in, int out, boolean attention) {
    Stage stage =
        new Stage()
            .add(
                new ResBlock(
                    in,
                    out,
                    config.embeddingWidth(),
                    Modulation.SCALE_SHIFT,
                    ResBlock.Resize.NONE));
    return attention
        ? stage.add(new AttentionBlock(out, HEADS, AdmConfig.Lineage.ADM, config.textWidth))
        : stage;
  }

  @Override
  public Set<String> accepts() {
    Set<String> kinds = new HashSet<>(classes.accepts());
    if (text != null) {
      kinds = new HashSet<>(Set.of(Conditioning.TEXT, Conditioning.TEXT_MASK));
    }
    if (config.intervals) {
      kinds.add(Conditioning.INTERVAL);
    }
    return Set.copyOf(kinds);
  }

  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    FeatureLayer.Context context =
        new FeatureLayer.Context(embedding(noiseLevel, conditioning), Dropout.none(), conditioning);
    Deque<Tensor> skips = new ArrayDeque<>();
    Tensor h = in.forward(torch.pixel_unshuffle(x, PATCH));
    for (Stage stage : down) {
      h = stage.forward(h, context);
      skips.push(h);
    }
    h = halve.forward(h);
    for (Stage stage : middle) {
      h = stage.forward(h, context);
    }
    h = torch.pixel_shuffle(twice.forward(h), 2);
    for (Stage stage : up) {
      h = stage.forward(Tensors.cat(1, h, skips.pop()), context);
    }
    return torch.pixel_shuffle(outConv.forward(torch.silu(Layers.normalize(outNorm, h))), PATCH);
  }

  /** The noise level and the class or the text's first vector, as [N, 2 width]. */
  private Tensor embedding(Tensor noiseLevel, Conditioning conditioning) {
    Tensor time = time1.forward(TimeEmbedding.cosinesFirst(noiseLevel, config.width));
    Tensor level =
        classes.addTo(between(time2.forward(torch.silu(time)), conditioning), conditioning);
    Tensor words = conditioning.of(Conditioning.TEXT).orElse(null);
    return text == null || words == null ? level : level.add(text.forward(words.select(1, 0)));
  }

  /** The embedding of an interval as well; it is zero where a new network begins. */
  private Tensor between(Tensor level, Conditioning conditioning) {
    Tensor length = conditioning.of(Conditioning.INTERVAL).orElse(null);
    if (interval1 == null || interval2 == null || length == null) {
      return level;
    }
    Tensor waves = interval1.forward(TimeEmbedding.cosinesFirst(length, config.width));
    return level.add(interval2.forward(torch.silu(waves)));
  }
}
