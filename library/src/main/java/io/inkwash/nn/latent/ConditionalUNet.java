package io.inkwash.nn.latent;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.Downsample;
import io.inkwash.nn.Dropout;
import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Layers;
import io.inkwash.nn.Modulation;
import io.inkwash.nn.Numbered;
import io.inkwash.nn.ResBlock;
import io.inkwash.nn.Stage;
import io.inkwash.nn.TimeEmbedding;
import io.inkwash.nn.UNetStages;
import io.inkwash.nn.Upsample;
import io.inkwash.nn.attention.SpatialTransformer;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import java.util.Set;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The U-Net of latent diffusion, which reads a text by cross-attention (Rombach et al. 2022, arXiv
 * 2112.10752, section 3.3): ADM's, with a {@link SpatialTransformer} where that has self-attention.
 * State dicts are those of {@code UNetModel} in CompVis/latent-diffusion, and of {@code
 * model.diffusion_model} in Stable Diffusion's checkpoints.
 *
 * <p>A network with more channels in than out reads an image too, joined to the noisy latents: the
 * mask and the masked picture's latents in the inpainting form of Stable Diffusion.
 */
public final class ConditionalUNet extends Backbone {
  private final ConditionalUNetConfig config;
  private final LinearImpl time1;
  private final LinearImpl time2;
  private final UNetStages stages;
  private final GroupNormImpl outNorm;
  private final Conv2dImpl outConv;
  private @Nullable Rng masks;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public ConditionalUNet(ConditionalUNetConfig config) {
    this.config = config;
    int width = config.channels().get(0);
    Numbered time = child("time_embed", new Numbered());
    time1 = time.add(0, new LinearImpl(width, config.embeddingWidth()));
    time2 = time.add(2, new LinearImpl(config.embeddingWidth(), config.embeddingWidth()));
    stages = new UNetStages(config.inChannels(), config.channels(), config.blocks(), new Parts());
    child("input_blocks", stages.inputBlocks());
    child("middle_block", stages.middleBlock());
    child("output_blocks", stages.outputBlocks());
    Numbered out = child("out", new Numbered());
    outNorm = out.add(0, Layers.norm(width));
    outConv = out.add(2, Layers.conv(width, config.outChannels(), 3, 1, 1), Start.ZERO);
  }

  /** What the levels are made of. */
  private final class Parts implements UNetStages.Parts {
    @Override
    public void block(Stage stage, int level, int in, int out) {
      stage.add(residual(in, out));
      if (config.attention().contains(1 << level)) {
        stage.add(transformer(out));
      }
    }

    @Override
    public void middle(Stage stage, int channels) {
      stage
          .add(residual(channels, channels))
          .add(transformer(channels))
          .add(residual(channels, channels));
    }

    @Override
    public void halve(Stage stage, int channels) {
      stage.add(new Downsample(channels, true));
    }

    @Override
    public void twice(Stage stage, int channels) {
      stage.add(new Upsample(channels, true));
    }

    private ResBlock residual(int in, int out) {
      return new ResBlock(in, out, config.embeddingWidth(), Modulation.ADD, ResBlock.Resize.NONE);
    }

    private SpatialTransformer transformer(int channels) {
      return new SpatialTransformer(
          channels,
          config.contextWidth(),
          config.heads().in(channels),
          config.depth(),
          config.projection());
    }
  }

  @Override
  public void dropFrom(Rng key) {
    masks = key;
  }

  @Override
  public Set<String> accepts() {
    return config.joined() == 0
        ? Set.of(Conditioning.TEXT, Conditioning.TEXT_MASK)
        : Set.of(Conditioning.TEXT, Conditioning.TEXT_MASK, Conditioning.IMAGE);
  }

  /**
   * The network's output, [N,outChannels,H,W].
   *
   * @param x [N,outChannels,H,W] noisy latents; heights and widths that can be halved once a level
   * @param noiseLevel [N] indices of a table of betas, such as 0 to 999
   * @param conditioning the text, and the joined image where the network reads one
   * @throws IllegalArgumentException if the latents' size is not taken, or the text, or the image
   *     that the network reads, is not given
   */
  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    int deepest = 1 << (config.channels().size() - 1);
    if (x.size(2) % deepest != 0 || x.size(3) % deepest != 0) {
      throw new IllegalArgumentException(
          format(
              "the network cannot take latents of %dx%d; allowed: multiples of %d",
              x.size(3), x.size(2), deepest));
    }
    FeatureLayer.Context context =
        new FeatureLayer.Context(embedding(noiseLevel, x), dropout(), conditioning);
    Tensor h = stages.forward(joined(x, conditioning), context);
    return outConv.forward(torch.silu(Layers.normalize(outNorm, h)));
  }

  private Tensor joined(Tensor x, Conditioning conditioning) {
    if (config.joined() == 0) {
      return x;
    }
    Tensor image =
        conditioning
            .of(Conditioning.IMAGE)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        format(
                            "the network reads %d channels beside the latents, and no image is"
                                + " given",
                            config.joined())));
    return Tensors.cat(1, x, image);
  }

  /** The noise level, embedded, [N, embeddingWidth], in the type of the latents. */
  private Tensor embedding(Tensor noiseLevel, Tensor x) {
    Tensor waves = TimeEmbedding.cosinesFirst(noiseLevel, config.channels().get(0));
    Tensor hidden = time1.forward(waves.to(x.scalar_type()));
    return time2.forward(torch.silu(hidden));
  }

  private Dropout dropout() {
    if (config.dropout() == 0 || !is_training()) {
      return Dropout.none();
    }
    return Dropout.at(config.dropout(), Dropout.required(masks));
  }
}
