package io.inkwash.nn;

import static io.inkwash.format.Text.format;

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
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The U-Net with attention of ADM (Dhariwal and Nichol 2021, arXiv 2105.05233). With other settings
 * it is Improved DDPM's (Nichol and Dhariwal 2021, arXiv 2102.09672) and deepinv's DiffUNet. State
 * dicts are those of {@code UNetModel} in both published programs.
 *
 * <pre>
 * x ── conv ── level 1 ─────────────── cat ── level 1 ── norm, SiLU, conv ── out
 *                └─ down ─ level 2 ─── cat ── level 2 ─ up ┘
 *                            └─ ... middle ... ┘
 * </pre>
 *
 * <p>A level is residual blocks, each followed by attention where the picture is small enough. The
 * output of every block on the way down meets one block on the way up.
 *
 * <p>A class enters as a vector that is added to the time's. The {@linkplain
 * Conditioning#NULL_CLASS null class} adds nothing, so it needs no weights.
 */
public final class AdmUNet extends Backbone {

  private final AdmConfig config;
  private final LinearImpl time1;
  private final LinearImpl time2;
  private final ClassEmbedding classes;
  private final List<Stage> down = new ArrayList<>();
  private final Stage middle;
  private final List<Stage> up = new ArrayList<>();
  private final GroupNormImpl outNorm;
  private final Conv2dImpl outConv;
  private @Nullable Rng masks;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public AdmUNet(AdmConfig config) {
    this.config = config;
    int embedding = config.embeddingWidth();
    Numbered time = child("time_embed", new Numbered());
    time1 = time.add(0, new LinearImpl(config.width(), embedding));
    time2 = time.add(2, new LinearImpl(embedding, embedding));
    classes =
        new ClassEmbedding(
            config.classes() == 0
                ? null
                : child("label_emb", new EmbeddingImpl(config.classes(), embedding), Start.NORMAL));

    int levels = config.multipliers().size();
    int channels = config.channels(0);
    Deque<Integer> skips = new ArrayDeque<>(); // channels of what the way up will be joined with
    Conv2dImpl first = Layers.conv(config.inChannels(), channels, 3, 1, 1);
    down.add(new Stage().add(first, (x, context) -> first.forward(x)));
    skips.push(channels);
    for (int level = 0; level < levels; level++) {
      for (int block = 0; block < config.blocks(); block++) {
        down.add(block(level, channels));
        channels = config.channels(level);
        skips.push(channels);
      }
      if (level < levels - 1) {
        down.add(halve(new Stage(), channels));
        skips.push(channels);
      }
    }
    middle =
        new Stage()
            .add(residual(channels, channels, Resize.NONE))
            .add(new AttentionBlock(channels, config.heads(), config.lineage()))
            .add(residual(channels, channels, Resize.NONE));
    for (int level = levels - 1; level >= 0; level--) {
      for (int block = 0; block <= config.blocks(); block++) {
        Stage stage = block(level, channels + skips.pop());
        channels = config.channels(level);
        up.add(level > 0 && block == config.blocks() ? twice(stage, channels) : stage);
      }
    }

    register("input_blocks", down);
    child("middle_block", middle);
    register("output_blocks", up);
    Numbered out = child("out", new Numbered());
    outNorm = out.add(0, config.lineage().norm(channels));
    outConv = out.add(2, Layers.conv(channels, config.outChannels(), 3, 1, 1), Start.ZERO);
  }

  private void register(String name, List<Stage> stages) {
    Numbered list = child(name, new Numbered());
    for (int i = 0; i < stages.size(); i++) {
      list.add(i, stages.get(i));
    }
  }

  /** A residual block into a level, with attention where the level has it. */
  private Stage block(int level, int channels) {
    int out = config.channels(level);
    Stage stage = new Stage().add(residual(channels, out, Resize.NONE));
    return config.attention().contains(1 << level)
        ? stage.add(new AttentionBlock(out, config.heads(), config.lineage()))
        : stage;
  }

  private Stage halve(Stage stage, int channels) {
    return switch (config.resampling()) {
      case CONVOLUTION -> stage.add(new Downsample(channels, true, config.lineage()));
      case PLAIN -> stage.add(new Downsample(channels, false));
      case RESIDUAL -> stage.add(residual(channels, channels, Resize.HALVE));
    };
  }

  private Stage twice(Stage stage, int channels) {
    return switch (config.resampling()) {
      case CONVOLUTION -> stage.add(new Upsample(channels, true));
      case PLAIN -> stage.add(new Upsample(channels, false));
      case RESIDUAL -> stage.add(residual(channels, channels, Resize.DOUBLE));
    };
  }

  private ResBlock residual(int in, int out, Resize resize) {
    return new ResBlock(
        in, out, config.embeddingWidth(), config.modulation(), resize, config.lineage());
  }

  @Override
  public void dropFrom(Rng key) {
    masks = key;
  }

  /**
   * The network's output, [N,outChannels,H,W].
   *
   * @throws IllegalArgumentException if the picture's size is not taken, or classes are given to a
   *     network without classes
   * @throws IllegalStateException in training with dropout, if {@link #dropFrom} was never called
   */
  @Override
  public Set<String> accepts() {
    return classes.accepts();
  }

  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    CircularPadding padding = CircularPadding.to(config.deepest(), x);
    if (config.sizes() == AdmConfig.Sizes.EXACT && !padding.none()) {
      throw new IllegalArgumentException(
          format(
              "the network cannot take images of %dx%d; allowed: multiples of %d",
              x.size(3), x.size(2), config.deepest()));
    }
    FeatureLayer.Context context =
        new FeatureLayer.Context(embedding(noiseLevel, conditioning), dropout());
    return padding.remove(features(padding.add(x), context));
  }

  private Tensor features(Tensor x, FeatureLayer.Context context) {
    Deque<Tensor> skips = new ArrayDeque<>();
    Tensor h = x;
    for (Stage stage : down) {
      h = stage.forward(h, context);
      skips.push(h);
    }
    h = middle.forward(h, context);
    for (Stage stage : up) {
      h = stage.forward(Tensors.cat(1, h, skips.pop()), context);
    }
    return outConv.forward(torch.silu(Layers.normalize(outNorm, h)));
  }

  /** The embedding of noise level and class, [N, 4 width]. */
  private Tensor embedding(Tensor noiseLevel, Conditioning conditioning) {
    Tensor time = time1.forward(config.lineage().embedding(noiseLevel, config.width()));
    return classes.addTo(time2.forward(torch.silu(time)), conditioning);
  }

  private Dropout dropout() {
    if (config.dropout() == 0 || !is_training()) {
      return Dropout.none();
    }
    if (masks == null) {
      throw new IllegalStateException(
          "dropout in training needs random numbers; call dropFrom first, or train(false)");
    }
    return Dropout.at(config.dropout(), masks);
  }
}
