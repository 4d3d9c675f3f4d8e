package io.inkwash.nn.latent;

import io.inkwash.nn.Layers;
import io.inkwash.nn.limit.Limits;
import java.util.List;

/**
 * The sizes of an {@link AutoencoderKl}.
 *
 * @param imageChannels of the pictures
 * @param channels of each level, multiples of 32; a level has half the height and width of the one
 *     before
 * @param blocks residual blocks a level of the encoder, one less than of the decoder; 2 in the
 *     reference
 * @param attention how many times smaller features are that have attention in their level: of 1, 2,
 *     4, ...; the middle has it always
 * @param encoded channels between encoder and latents, {@code z_channels} in the reference
 * @param latentChannels of the latents, {@code embed_dim} in the reference
 */
public record AutoencoderKlConfig(
    int imageChannels,
    List<Integer> channels,
    int blocks,
    List<Integer> attention,
    int encoded,
    int latentChannels) {

  private static final Limits LIMITS = Limits.of("an autoencoder's");

  /** Checks the ranges. */
  public AutoencoderKlConfig {
    channels = List.copyOf(channels);
    attention = List.copyOf(attention);
    LIMITS.require(imageChannels >= 1, "imageChannels", imageChannels, "1 or more");
    LIMITS.require(!channels.isEmpty(), "channels", channels, "one number a level, such as 64:128");
    for (int width : channels) {
      LIMITS.require(
          width >= Layers.GROUPS && width % Layers.GROUPS == 0,
          "channels in a level",
          width,
          "multiples of " + Layers.GROUPS);
    }
    LIMITS.require(blocks >= 1, "blocks", blocks, "1 or more, such as 2");
    LIMITS.attention(attention, channels.size());
    LIMITS.require(encoded >= 1, "encoded", encoded, "1 or more, such as 4");
    LIMITS.require(latentChannels >= 1, "latentChannels", latentChannels, "1 or more, such as 4");
  }

  /** Stable Diffusion's: latents of an eighth of the height and width; 83,653,863 parameters. */
  public static AutoencoderKlConfig stableDiffusion() {
    return new AutoencoderKlConfig(3, List.of(128, 256, 512, 512), 2, List.of(), 4, 4);
  }

  /** For pictures of about 28 to 32 pixels: latents of a quarter of the height and width. */
  public static AutoencoderKlConfig small(int imageChannels) {
    return new AutoencoderKlConfig(imageChannels, List.of(32, 64, 64), 1, List.of(), 4, 4);
  }

  /** The same for pictures of other channels. */
  public AutoencoderKlConfig forImages(int otherChannels) {
    return new AutoencoderKlConfig(
        otherChannels, channels, blocks, attention, encoded, latentChannels);
  }

  /** How many times smaller latents are than pictures, in height and in width. */
  public int factor() {
    return 1 << (channels.size() - 1);
  }
}
