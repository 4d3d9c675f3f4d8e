package io.inkwash.nn.song;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.ClassEmbedding;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.Dropout;
import io.inkwash.nn.FeatureLayer;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * NCSN++ and DDPM++ (Song et al. 2021, arXiv 2011.13456, appendix H) as one network of options
 * (Karras et al. 2022, arXiv 2206.00364, table 7). Level by level on the way down and back:
 *
 * <pre>
 * x ── conv ── blocks ──────────── cat ── blocks ── norm, SiLU, conv ── out
 *                └─ halve ─ blocks ─ cat ─ blocks ─ twice ┘
 *                             └─ middle ─┘
 * </pre>
 *
 * <p>That is with blocks that resize. The other ways of score_sde to join the image, to resize and
 * to put the output together are options too; with {@link io.inkwash.nn.Resampling#CONVOLUTION} and
 * {@link Sums#PLAIN} it is DDPM's network (Ho et al. 2020, appendix B).
 *
 * <p>A class is a vector of ones and zeros, mapped and added to the embedding of the noise level;
 * the {@linkplain Conditioning#NULL_CLASS null class} is all zeros.
 */
public final class SongUNet extends Backbone {
  private static final double FOURIER_SCALE = 16;

  private final SongConfig config;
  private final LevelEmbedding level;
  private final @Nullable LinearImpl mapLabel;
  private final LinearImpl map0;
  private final LinearImpl map1;
  private final List<EncoderLevel> encoder = new ArrayList<>();
  private final SongBlock in0;
  private final SongBlock in1;
  private final List<DecoderLevel> decoder = new ArrayList<>();
  private @Nullable Rng masks;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public SongUNet(SongConfig config) {
    this.config = config;
    int embedding = config.embeddingWidth();
    level =
        switch (config.embedding()) {
          case POSITIONAL -> LevelEmbedding.positional(config.width());
          case FOURIER -> {
            Named map = child("map_noise", new Named());
            yield LevelEmbedding.fourier(map.number("freqs", frequencies(config.width())));
          }
        };
    mapLabel =
        config.classes() == 0
            ? null
            : child("map_label", new LinearImpl(config.classes(), config.noiseWidth()));
    map0 = child("map_layer0", new LinearImpl(config.noiseWidth(), embedding));
    map1 = child("map_layer1", new LinearImpl(embedding, embedding));
    Named enc = child("enc", new Named());
    Deque<Integer> skips = new ArrayDeque<>();
    for (int i = 0; i < config.levels(); i++) {
      encoder.add(EncoderLevel.of(config, i, enc, skips));
    }
    Named dec = child("dec", new Named());
    int deepest = config.levels() - 1;
    int channels = config.channels(deepest);
    String name = "level" + deepest;
    in0 =
        dec.add(
            name + "_in0", new SongBlock(config, channels, channels, SongBlock.Resize.NONE, true));
    in1 =
        dec.add(
            name + "_in1", new SongBlock(config, channels, channels, SongBlock.Resize.NONE, false));
    for (int i = deepest; i >= 0; i--) {
      decoder.add(DecoderLevel.of(config, i, dec, skips));
    }
  }

  /** Random frequencies, the same for every network of a width, as no gradient trains them. */
  private static Tensor frequencies(int count) {
    return Rng.seed(0).stream("fourier").normal(count).mul_(new Scalar(FOURIER_SCALE));
  }

  @Override
  public Set<String> accepts() {
    return mapLabel == null ? Set.of() : Set.of(Conditioning.CLASSES);
  }

  @Override
  public void dropFrom(Rng key) {
    masks = key;
  }

  /**
   * The network's output, [N,outChannels,H,W].
   *
   * @throws IllegalArgumentException if classes are given to a network without classes
   * @throws IllegalStateException in training with dropout, if {@link #dropFrom} was never called
   */
  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    FeatureLayer.Context context =
        new FeatureLayer.Context(embedding(noiseLevel, conditioning), dropout());
    Tensor image =
        config.pixels() == SongConfig.Pixels.UNIT ? x.mul(new Scalar(2.0)).sub(new Scalar(1.0)) : x;
    Deque<Tensor> skips = new ArrayDeque<>();
    EncoderLevel.State down = new EncoderLevel.State(image, image);
    for (EncoderLevel each : encoder) {
      down = each.forward(down, skips, context);
    }
    Tensor h = in1.forward(in0.forward(down.features(), context), context);
    DecoderLevel.State up = new DecoderLevel.State(h, null);
    for (DecoderLevel each : decoder) {
      up = each.forward(up, skips, context);
    }
    return config.output() == SongConfig.Output.OVER_SIGMA
        ? up.added().div(noiseLevel.exp().view(-1, 1, 1, 1))
        : up.added();
  }

  /** What the blocks receive of noise level and class, [N, 4 width]. */
  private Tensor embedding(Tensor noiseLevel, Conditioning conditioning) {
    Tensor mapped = level.of(noiseLevel);
    if (mapLabel != null) {
      mapped = mapped.add(mapLabel.forward(oneHot(conditioning, noiseLevel.size(0))));
    } else if (conditioning.classes().isPresent()) {
      throw ClassEmbedding.unconditional();
    }
    return torch.silu(map1.forward(torch.silu(map0.forward(mapped))));
  }

  /** [N,K] the square root of K at the class of each image, and zeros elsewhere. */
  private Tensor oneHot(Conditioning conditioning, long images) {
    Tensor classes = conditioning.classes().orElse(null);
    if (classes == null) {
      return Tensors.zeros(images, config.classes());
    }
    long[] numbers = LongStream.range(0, config.classes()).toArray();
    Tensor same = classes.unsqueeze(1).eq(Tensors.of(numbers, 1, numbers.length));
    return same.to(torch.ScalarType.Float).mul(new Scalar(Math.sqrt(config.classes())));
  }

  private Dropout dropout() {
    return config.dropout() == 0 || !is_training()
        ? Dropout.none()
        : Dropout.at(config.dropout(), Dropout.required(masks));
  }
}
