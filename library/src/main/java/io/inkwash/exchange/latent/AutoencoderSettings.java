package io.inkwash.exchange.latent;

import io.inkwash.file.FileException;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import java.util.List;

/** The {@code config.json} of diffusers' {@code AutoencoderKL}. */
final class AutoencoderSettings {
  /** The scale of Stable Diffusion's latents. */
  static final double SCALE = 0.18215;

  private static final String TABLE =
      """
      act_fn silu
      latents_mean null
      latents_std null
      mid_block_add_attention true
      norm_num_groups 32
      shift_factor null
      use_post_quant_conv true
      use_quant_conv true
      """;

  private AutoencoderSettings() {}

  /** The factor by which latents are multiplied. */
  static double scale(Settings settings) {
    return settings.number("scaling_factor", SCALE);
  }

  /**
   * The network.
   *
   * @throws FileException if it does not exist here, with the setting's name
   */
  static AutoencoderKlConfig read(Settings settings) {
    settings.ofClass("AutoencoderKL").fixed(UNetSettings.table(TABLE));
    only(settings, "down_block_types", "DownEncoderBlock2D");
    only(settings, "up_block_types", "UpDecoderBlock2D");
    int latents = settings.integer("latent_channels", 4);
    int channels = settings.integer("in_channels", 3);
    if (settings.integer("out_channels", 3) != channels) {
      throw settings.refused(
          "out_channels", settings.text("out_channels", "3"), "in_channels, " + channels);
    }
    try {
      return new AutoencoderKlConfig(
          channels,
          settings.integers("block_out_channels"),
          settings.integer("layers_per_block", 1),
          List.of(),
          latents,
          latents);
    } catch (IllegalArgumentException e) {
      throw new FileException(settings.file(), "is of " + e.getMessage(), e);
    }
  }

  private static void only(Settings settings, String key, String allowed) {
    for (String word : settings.words(key)) {
      if (!word.equals(allowed)) {
        throw settings.refused(key, word, allowed);
      }
    }
  }
}
