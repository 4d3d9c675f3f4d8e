package io.inkwash.nn;

import io.inkwash.nn.limit.Limits;
import java.util.List;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * The sizes and the choices of an {@link AdmUNet}.
 *
 * @param inChannels image channels in
 * @param outChannels channels out; twice the image's with a learned variance
 * @param width base width, even
 * @param multipliers the width of each level as a multiple of the base width; each level's channels
 *     are a multiple of 32
 * @param blocks residual blocks a level on the way down, one less than on the way up
 * @param attention how many times smaller pictures are where attention looks: of 1, 2, 4, ...
 * @param heads the heads of each attention block
 * @param modulation how time and class enter the blocks
 * @param resampling how one level leads to the next
 * @param dropout the share of values that each block drops in training, in [0, 1)
 * @param classes the number of classes; 0 for an unconditional network
 * @param sizes which pictures are taken
 * @param lineage the details in which published networks of this form differ
 */
public record AdmConfig(
    int inChannels,
    int outChannels,
    int width,
    List<Double> multipliers,
    int blocks,
    List<Integer> attention,
    Heads heads,
    Modulation modulation,
    Resampling resampling,
    double dropout,
    int classes,
    Sizes sizes,
    Lineage lineage) {

  /** Which pictures are taken. */
  public enum Sizes {
    /** Heights and widths that can be halved once a level. */
    EXACT,
    /** All: others are padded with their own other side, and the output is cut. */
    PADDED
  }

  /** The details in which published networks of this form differ. */
  public enum Lineage {
    /**
     * Cosines before sines in the embedding of the noise level; strided convolutions padded on all
     * sides; 1e-5 in the norms. Improved DDPM's, ADM's, deepinv's, and the defaults of diffusers.
     */
    ADM,
    /**
     * Sines before cosines, the lowest frequency included; strided convolutions padded at the right
     * and at the bottom; 1e-6 in the norms. The original DDPM's (Ho, Jain and Abbeel 2020) and what
     * was converted from it.
     */
    DDPM;

    GroupNormImpl norm(int channels) {
      return switch (this) {
        case ADM -> Layers.norm(channels);
        case DDPM -> Layers.norm(channels, Layers.GROUPS, 1e-6);
      };
    }

    Tensor embedding(Tensor noiseLevel, int width) {
      return switch (this) {
        case ADM -> TimeEmbedding.cosinesFirst(noiseLevel, width);
        case DDPM -> TimeEmbedding.sinusoidal(noiseLevel, width);
      };
    }
  }

  private static final Limits LIMITS = Limits.of("AdmUNet's");

  /** Checks the ranges. */
  public AdmConfig {
    multipliers = List.copyOf(multipliers);
    attention = List.copyOf(attention);
    LIMITS.require(inChannels >= 1, "inChannels", inChannels, "1 or more");
    LIMITS.require(outChannels >= 1, "outChannels", outChannels, "1 or more");
    LIMITS.require(width >= 2 && width % 2 == 0, "width", width, "even, such as 128");
    LIMITS.require(
        !multipliers.isEmpty(), "multipliers", multipliers, "one a level, such as 1:2:2:2");
    for (int level = 0; level < multipliers.size(); level++) {
      int channels = (int) (multipliers.get(level) * width);
      LIMITS.require(
          channels >= Layers.GROUPS && channels % Layers.GROUPS == 0,
          "channels in a level",
          channels,
          "multiples of " + Layers.GROUPS + ", so let width be one");
      if (level == multipliers.size() - 1 || attention.contains(1 << level)) {
        heads.check(channels);
      }
    }
    LIMITS.require(blocks >= 1, "blocks", blocks, "1 or more, such as 2");
    LIMITS.attention(attention, multipliers.size());
    LIMITS.dropout(dropout);
    LIMITS.require(classes >= 0, "classes", classes, "0 or more");
  }

  /** deepinv's DiffUNet; 93,555,841 parameters with one channel in and out. */
  public static AdmConfig diffUNet(int inChannels, int outChannels) {
    return diffUNet(inChannels, outChannels, 0.1);
  }

  /** The same with another share of dropped values. */
  public static AdmConfig diffUNet(int inChannels, int outChannels, double dropout) {
    return new AdmConfig(
        inChannels,
        outChannels,
        128,
        List.of(1.0, 1.0, 2.0, 2.0, 4.0, 4.0),
        1,
        List.of(16),
        Heads.ofWidth(64),
        Modulation.SCALE_SHIFT,
        Resampling.RESIDUAL,
        dropout,
        0,
        Sizes.PADDED,
        Lineage.ADM);
  }

  /** The same for other images: of other channels, or with classes. */
  public AdmConfig forImages(int in, int out, int conditional) {
    return new AdmConfig(
        in,
        out,
        width,
        multipliers,
        blocks,
        attention,
        heads,
        modulation,
        resampling,
        dropout,
        conditional,
        sizes,
        lineage);
  }

  /** What heights and widths of pictures must be multiples of. */
  public int sizeMultiple() {
    return sizes == Sizes.PADDED ? 1 : deepest();
  }

  /** How many times smaller pictures are in the last level. */
  int deepest() {
    return deepest(multipliers.size());
  }

  private static int deepest(int levels) {
    return 1 << (levels - 1);
  }

  /** The channels of each level. */
  List<Integer> levels() {
    return multipliers.stream().map(multiplier -> (int) (multiplier * width)).toList();
  }

  int channels(int level) {
    return (int) (multipliers.get(level) * width);
  }

  int embeddingWidth() {
    return 4 * width;
  }
}
