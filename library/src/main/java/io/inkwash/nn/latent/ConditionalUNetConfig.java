package io.inkwash.nn.latent;

import io.inkwash.nn.Heads;
import io.inkwash.nn.Layers;
import io.inkwash.nn.attention.SpatialTransformer.Projection;
import io.inkwash.nn.limit.Limits;
import java.util.List;

/**
 * The sizes of a {@link ConditionalUNet}.
 *
 * @param inChannels latent channels in, with those of an image that is joined to them
 * @param outChannels latent channels out
 * @param channels of each level, multiples of 32; a level has half the height and width of the one
 *     before
 * @param blocks residual blocks a level on the way down, one less than on the way up
 * @param attention how many times smaller latents are where transformers look: of 1, 2, 4, ...
 * @param heads the heads of each attention
 * @param contextWidth the width of the text's token embeddings
 * @param depth blocks of each transformer, 1 or more
 * @param projection how features enter and leave a transformer
 * @param dropout the share of values that each residual block drops in training, in [0, 1)
 */
public record ConditionalUNetConfig(
    int inChannels,
    int outChannels,
    List<Integer> channels,
    int blocks,
    List<Integer> attention,
    Heads heads,
    int contextWidth,
    int depth,
    Projection projection,
    double dropout) {

  private static final Limits LIMITS = Limits.of("a conditional U-Net's");

  /** Checks the ranges. */
  public ConditionalUNetConfig {
    channels = List.copyOf(channels);
    attention = List.copyOf(attention);
    LIMITS.require(outChannels >= 1, "outChannels", outChannels, "1 or more");
    LIMITS.require(inChannels >= outChannels, "inChannels", inChannels, "outChannels or more");
    LIMITS.require(!channels.isEmpty(), "channels", channels, "one number a level, such as 64:128");
    for (int level = 0; level < channels.size(); level++) {
      int width = channels.get(level);
      LIMITS.require(
          width >= Layers.GROUPS && width % Layers.GROUPS == 0,
          "channels in a level",
          width,
          "multiples of " + Layers.GROUPS);
      if (level == channels.size() - 1 || attention.contains(1 << level)) {
        heads.in(width);
      }
    }
    LIMITS.require(blocks >= 1, "blocks", blocks, "1 or more, such as 2");
    LIMITS.attention(attention, channels.size());
    LIMITS.require(contextWidth >= 1, "contextWidth", contextWidth, "1 or more, such as 128");
    LIMITS.require(depth >= 1, "depth", depth, "1 or more");
    LIMITS.dropout(dropout);
  }

  /** Stable Diffusion 1's: 859,520,964 parameters. */
  public static ConditionalUNetConfig stableDiffusion1() {
    return stableDiffusion(Heads.of(8), 768, Projection.CONVOLUTION);
  }

  /** Stable Diffusion 2's: 865,910,724 parameters. */
  public static ConditionalUNetConfig stableDiffusion2() {
    return stableDiffusion(Heads.ofWidth(64), 1024, Projection.LINEAR);
  }

  private static ConditionalUNetConfig stableDiffusion(
      Heads heads, int contextWidth, Projection projection) {
    return new ConditionalUNetConfig(
        4,
        4,
        List.of(320, 640, 1280, 1280),
        2,
        List.of(1, 2, 4),
        heads,
        contextWidth,
        1,
        projection,
        0);
  }

  /**
   * A network for small latents, such as 7x7 or 8x8: two levels, transformers at both.
   *
   * @param latentChannels of the autoencoder
   * @param contextWidth of the text encoder
   */
  public static ConditionalUNetConfig small(int latentChannels, int contextWidth) {
    return new ConditionalUNetConfig(
        latentChannels,
        latentChannels,
        List.of(64, 128),
        1,
        List.of(1, 2),
        Heads.ofWidth(32),
        contextWidth,
        1,
        Projection.LINEAR,
        0);
  }

  /**
   * The same between other channels, for another text.
   *
   * @param in channels in
   * @param out channels out; as many as go in, or those of a learned variance beside
   * @param textWidth the width of the text's token embeddings
   */
  public ConditionalUNetConfig of(int in, int out, int textWidth) {
    return new ConditionalUNetConfig(
        in, out, channels, blocks, attention, heads, textWidth, depth, projection, dropout);
  }

  /** The same with channels in for an image that is joined to the latents. */
  public ConditionalUNetConfig withJoined(int joined) {
    return new ConditionalUNetConfig(
        outChannels + joined,
        outChannels,
        channels,
        blocks,
        attention,
        heads,
        contextWidth,
        depth,
        projection,
        dropout);
  }

  /** How many channels are joined to the latents: 5 in the inpainting form of Stable Diffusion. */
  public int joined() {
    return inChannels - outChannels;
  }

  int embeddingWidth() {
    return 4 * channels.get(0);
  }
}
