package io.inkwash.nn.song;

import io.inkwash.nn.Layers;
import io.inkwash.nn.Resampling;
import io.inkwash.nn.limit.Limits;
import java.util.List;
import org.bytedeco.pytorch.GroupNormImpl;

/**
 * The sizes and the options of a {@link SongUNet}.
 *
 * @param inChannels image channels in
 * @param outChannels channels out; twice the image's with a learned variance
 * @param classes the number of classes; 0 for an unconditional network
 * @param width base width, a multiple of 4
 * @param multipliers the width of each level as a multiple of the base width
 * @param blocks residual blocks a level on the way down, one less than on the way up
 * @param attention how many times smaller pictures are where attention looks: of 1, 2, 4, ...
 * @param dropout the share of values that each block drops in training, in [0, 1)
 * @param embedding of the noise level
 * @param encoder how smaller copies of the image come in on the way down
 * @param decoder how the output is put together on the way up
 * @param resampling from one level to the next: residual blocks, convolutions, or the filter alone
 * @param filter by which features are halved and doubled
 * @param sums how two results are added
 * @param pixels what numbers the pixels are
 * @param output what the last convolution gives
 */
public record SongConfig(
    int inChannels,
    int outChannels,
    int classes,
    int width,
    List<Integer> multipliers,
    int blocks,
    List<Integer> attention,
    double dropout,
    Embedding embedding,
    Encoder encoder,
    Decoder decoder,
    Resampling resampling,
    Filter filter,
    Sums sums,
    Pixels pixels,
    Output output) {

  /** The embedding of the noise level. */
  public enum Embedding {
    /** Sines and cosines at falling frequencies. */
    POSITIONAL,
    /** Sines and cosines at random frequencies (Tancik et al. 2020, arXiv 2006.10739). */
    FOURIER
  }

  /** How smaller copies of the image come in on the way down. */
  public enum Encoder {
    /** Not at all. */
    STANDARD,
    /** Halved by the filter and added by a convolution of single pixels. */
    SKIP,
    /** The same, but that features and copy lie side by side instead of being added. */
    SKIP_CAT,
    /** Halved by the filter after learned convolutions, each of the features that the last gave. */
    RESIDUAL,
    /** Halved by learned convolutions that are strided, with zeros at the right and the bottom. */
    STRIDED
  }

  /** How the output is put together on the way up. */
  public enum Decoder {
    /** By one convolution at the end. */
    STANDARD,
    /** By one in each level, doubled by the filter and added. */
    SKIP,
    /** By one at the end, of features to which each level adds those of the last, doubled. */
    RESIDUAL
  }

  /** What numbers the pixels are. */
  public enum Pixels {
    /** From -1 to 1. */
    SYMMETRIC,
    /** From 0 to 1: the network sees 2 x - 1. */
    UNIT
  }

  /** What the last convolution gives. */
  public enum Output {
    /** The output. */
    PLAIN,
    /** The output times the noise level, whose logarithm the network receives: for scores. */
    OVER_SIGMA
  }

  private static final double EPSILON = 1e-6;

  private static final Limits LIMITS = Limits.of("SongUNet's");

  /** Checks the ranges. */
  public SongConfig {
    multipliers = List.copyOf(multipliers);
    attention = List.copyOf(attention);
    LIMITS.require(inChannels >= 1, "inChannels", inChannels, "1 or more");
    LIMITS.require(outChannels >= 1, "outChannels", outChannels, "1 or more");
    LIMITS.require(classes >= 0, "classes", classes, "0 or more");
    LIMITS.require(
        !multipliers.isEmpty(), "multipliers", multipliers, "one a level, such as 2:2:2");
    for (int multiplier : multipliers) {
      int channels = multiplier * width;
      LIMITS.require(
          multiplier >= 1 && width >= 4 && width % 4 == 0 && channels % groups(channels) == 0,
          "channels in a level",
          channels,
          "multiples of 4 up to 128, of 32 above, so let width be one");
    }
    LIMITS.require(blocks >= 1, "blocks", blocks, "1 or more, such as 4");
    LIMITS.attention(attention, multipliers.size());
    LIMITS.dropout(dropout);
  }

  /** The same for images of another form. */
  public SongConfig forImages(int in, int out, int conditional) {
    return new SongConfig(
        in,
        out,
        conditional,
        width,
        multipliers,
        blocks,
        attention,
        dropout,
        embedding,
        encoder,
        decoder,
        resampling,
        filter,
        sums,
        pixels,
        output);
  }

  /** What heights and widths of pictures must be multiples of. */
  public int sizeMultiple() {
    return 1 << (multipliers.size() - 1);
  }

  int levels() {
    return multipliers.size();
  }

  /** The channels in which a level begins, before its first block. */
  int entering(int level) {
    int above = level == 0 ? width : channels(level - 1);
    return level > 0 && encoder == Encoder.SKIP_CAT ? 2 * above : above;
  }

  int channels(int level) {
    return multipliers.get(level) * width;
  }

  boolean attends(int level) {
    return attention.contains(1 << level);
  }

  /** The width of the embedding of the noise level, before it is mapped. */
  int noiseWidth() {
    return switch (embedding) {
      case POSITIONAL -> width;
      case FOURIER -> 2 * width;
    };
  }

  /** The width of what the blocks receive. */
  int embeddingWidth() {
    return 4 * width;
  }

  /** A group norm of the groups that these networks have. */
  static GroupNormImpl norm(int channels) {
    return Layers.norm(channels, groups(channels), EPSILON);
  }

  private static int groups(int channels) {
    return Math.max(1, Math.min(Layers.GROUPS, channels / 4));
  }
}
