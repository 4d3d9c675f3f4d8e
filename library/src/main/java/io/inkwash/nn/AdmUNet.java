package io.inkwash.nn;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.ResBlock.Resize;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Start;
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
  private final UNetStages stages;
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

    stages = new UNetStages(config.inChannels(), config.levels(), config.blocks(), new Parts());
    child("input_blocks", stages.inputBlocks());
    child("middle_block", stages.middleBlock());
    child("output_blocks", stages.outputBlocks());
    Numbered out = child("out", new Numbered());
    outNorm = out.add(0, config.lineage().norm(config.channels(0)));
    outConv =
        out.add(2, Layers.conv(config.channels(0), config.outChannels(), 3, 1, 1), Start.ZERO);
  }

  /** What the levels are made of. */
  private final class Parts implements UNetStages.Parts {
    @Override
    public void block(Stage stage, int level, int in, int out) {
      stage.add(residual(in, out, Resize.NONE));
      if (config.attention().contains(1 << level)) {
        stage.add(new AttentionBlock(out, config.heads(), config.lineage()));
      }
    }

    @Override
    public void middle(Stage stage, int channels) {
      stage
          .add(residual(channels, channels, Resize.NONE))
          .add(new AttentionBlock(channels, config.heads(), config.lineage()))
          .add(residual(channels, channels, Resize.NONE));
    }

    @Override
    public void halve(Stage stage, int channels) {
      switch (config.resampling()) {
        case CONVOLUTION -> stage.add(new Downsample(channels, true, config.lineage()));
        case PLAIN -> stage.add(new Downsample(channels, false));
        case RESIDUAL -> stage.add(residual(channels, channels, Resize.HALVE));
      }
    }

    @Override
    public void twice(Stage stage, int channels) {
      switch (config.resampling()) {
        case CONVOLUTION -> stage.add(new Upsample(channels, true));
        case PLAIN -> stage.add(new Upsample(channels, false));
        case RESIDUAL -> stage.add(residual(channels, channels, Resize.DOUBLE));
      }
    }
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
    Tensor h = stages.forward(padding.add(x), context);
    return padding.remove(outConv.forward(torch.silu(Layers.normalize(outNorm, h))));
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
    return Dropout.at(config.dropout(), Dropout.required(masks));
  }
}
