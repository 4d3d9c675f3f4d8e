package io.inkwash.nn.classifier;

import io.inkwash.nn.AttentionBlock;
import io.inkwash.nn.Downsample;
import io.inkwash.nn.Dropout;
import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Heads;
import io.inkwash.nn.Layers;
import io.inkwash.nn.Modulation;
import io.inkwash.nn.Numbered;
import io.inkwash.nn.ResBlock;
import io.inkwash.nn.Resampling;
import io.inkwash.nn.Stage;
import io.inkwash.nn.TimeEmbedding;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * ADM's classifier of noisy images: the way down of its U-Net and what makes one vector of the
 * picture (Dhariwal and Nichol 2021, arXiv 2105.05233, section 4). State dicts are those of
 * guided-diffusion's {@code EncoderUNetModel}.
 */
public final class EncoderUNet extends Net {

  /**
   * The sizes.
   *
   * @param channels image channels
   * @param classes the number of classes, 2 or more
   * @param width base width, even
   * @param multipliers the width of each level as a multiple of the base width
   * @param blocks residual blocks a level
   * @param attention how many times smaller pictures are where attention looks: of 1, 2, 4, ...
   * @param headWidth channels of each head of attention
   * @param modulation how the noise level enters the blocks
   * @param resampling how one level leads to the next
   * @param positions the pixels of a picture in the deepest level, over which attention pools; 0
   *     for their mean
   */
  public record Config(
      int channels,
      int classes,
      int width,
      List<Double> multipliers,
      int blocks,
      List<Integer> attention,
      int headWidth,
      Modulation modulation,
      Resampling resampling,
      int positions) {

    /** Checks the ranges. */
    public Config {
      multipliers = List.copyOf(multipliers);
      attention = List.copyOf(attention);
      if (channels < 1
          || classes < 2
          || width < 2
          || multipliers.isEmpty()
          || blocks < 1
          || headWidth < 1
          || positions < 0) {
        throw new IllegalArgumentException(
            "classifier of "
                + channels
                + " channels, "
                + classes
                + " classes, width "
                + width
                + ", multipliers "
                + multipliers
                + ", blocks "
                + blocks
                + ", head width "
                + headWidth
                + "; allowed: 1, 2, 2, one, 1, 1 or more");
      }
    }

    private int channels(int level) {
      return (int) (multipliers.get(level) * width);
    }
  }

  private final Config config;
  private final LinearImpl time1;
  private final LinearImpl time2;
  private final List<Stage> down = new ArrayList<>();
  private final Stage middle;
  private final GroupNormImpl outNorm;
  private final @Nullable AttentionPool pool;
  private final @Nullable Conv2dImpl mean;

  /** Builds the network; its weights are loaded. */
  public EncoderUNet(Config config) {
    this.config = config;
    int embedding = 4 * config.width;
    Numbered time = child("time_embed", new Numbered());
    time1 = time.add(0, new LinearImpl(config.width, embedding));
    time2 = time.add(2, new LinearImpl(embedding, embedding));
    int channels = config.channels(0);
    Conv2dImpl first = Layers.conv(config.channels, channels, 3, 1, 1);
    down.add(new Stage().add(first, (x, context) -> first.forward(x)));
    for (int level = 0; level < config.multipliers.size(); level++) {
      for (int i = 0; i < config.blocks; i++) {
        Stage stage =
            new Stage().add(block(channels, config.channels(level), ResBlock.Resize.NONE));
        channels = config.channels(level);
        down.add(config.attention.contains(1 << level) ? stage.add(attention(channels)) : stage);
      }
      if (level < config.multipliers.size() - 1) {
        down.add(halved(channels));
      }
    }
    Numbered list = child("input_blocks", new Numbered());
    for (int i = 0; i < down.size(); i++) {
      list.add(i, down.get(i));
    }
    middle =
        child(
            "middle_block",
            new Stage()
                .add(block(channels, channels, ResBlock.Resize.NONE))
                .add(attention(channels))
                .add(block(channels, channels, ResBlock.Resize.NONE)));
    Numbered out = child("out", new Numbered());
    outNorm = out.add(0, Layers.norm(channels));
    boolean attends = config.positions > 0;
    pool = attends ? out.add(2, new AttentionPool(channels, config)) : null;
    mean = attends ? null : out.add(3, Layers.conv(channels, config.classes, 1, 1, 0), Start.ZERO);
  }

  private ResBlock block(int in, int out, ResBlock.Resize resize) {
    return new ResBlock(in, out, 4 * config.width, config.modulation, resize);
  }

  private AttentionBlock attention(int channels) {
    return new AttentionBlock(channels, Heads.ofWidth(config.headWidth));
  }

  private Stage halved(int channels) {
    return switch (config.resampling) {
      case CONVOLUTION -> new Stage().add(new Downsample(channels, true));
      case PLAIN -> new Stage().add(new Downsample(channels, false));
      case RESIDUAL -> new Stage().add(block(channels, channels, ResBlock.Resize.HALVE));
    };
  }

  /**
   * The logits.
   *
   * @param x [N,C,H,W] float32 noisy images
   * @param timestep [N] float32 indices into the table of betas that it was trained with
   * @return [N,K]
   */
  public Tensor logits(Tensor x, Tensor timestep) {
    Tensor time = time1.forward(TimeEmbedding.cosinesFirst(timestep, config.width));
    FeatureLayer.Context context =
        new FeatureLayer.Context(time2.forward(torch.silu(time)), Dropout.none());
    Tensor h = x;
    for (Stage stage : down) {
      h = stage.forward(h, context);
    }
    h = torch.silu(Layers.normalize(outNorm, middle.forward(h, context)));
    if (pool != null) {
      return pool.forward(h);
    }
    Tensor vector = h.flatten(2, -1).mean(2).unsqueeze(2).unsqueeze(3);
    return Objects.requireNonNull(mean).forward(vector).flatten(1, -1);
  }
}
