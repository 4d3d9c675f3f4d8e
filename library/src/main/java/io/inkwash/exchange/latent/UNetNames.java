package io.inkwash.exchange.latent;

import io.inkwash.nn.latent.ConditionalUNetConfig;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of diffusers' {@code UNet2DConditionModel} for the layers of a conditional U-Net. Both
 * have the same layers; latent-diffusion numbers the blocks through, diffusers counts them by level
 * and kind.
 *
 * @param config the network
 */
record UNetNames(ConditionalUNetConfig config) {
  private static final Map<String, String> ENDS =
      Map.of(
          "input_blocks.0.0", "conv_in",
          "time_embed.0", "time_embedding.linear_1",
          "time_embed.2", "time_embedding.linear_2",
          "out.0", "conv_norm_out",
          "out.2", "conv_out");

  private static final Map<String, String> RESIDUAL =
      Map.of(
          "in_layers.0", "norm1",
          "in_layers.2", "conv1",
          "emb_layers.1", "time_emb_proj",
          "out_layers.0", "norm2",
          "out_layers.3", "conv2",
          "skip_connection", "conv_shortcut");

  private static final Pattern STAGE =
      Pattern.compile("(input_blocks|output_blocks)\\.(\\d+)\\.(\\d+)\\.(.+)");
  private static final Pattern MIDDLE = Pattern.compile("middle_block\\.(\\d+)\\.(.+)");

  /** The name there of a layer here, both without {@code .weight} and {@code .bias}. */
  String diffusers(String layer) {
    String end = ENDS.get(layer);
    if (end != null) {
      return end;
    }
    Matcher middle = MIDDLE.matcher(layer);
    if (middle.matches()) {
      int number = Integer.parseInt(middle.group(1));
      String part = middle.group(2);
      return number == 1
          ? "mid_block.attentions.0." + part
          : "mid_block.resnets." + number / 2 + "." + RESIDUAL.getOrDefault(part, part);
    }
    Matcher stage = STAGE.matcher(layer);
    if (!stage.matches()) {
      return layer;
    }
    boolean down = stage.group(1).equals("input_blocks");
    int number = Integer.parseInt(stage.group(2)) - (down ? 1 : 0);
    int inside = Integer.parseInt(stage.group(3));
    String part = stage.group(4);
    int stages = config.blocks() + 1;
    int block = number % stages;
    int level = number / stages;
    String prefix = (down ? "down_blocks." : "up_blocks.") + level;
    if (down && block == config.blocks()) {
      return prefix + ".downsamplers.0.conv";
    }
    if (inside == 0) {
      return prefix + ".resnets." + block + "." + RESIDUAL.getOrDefault(part, part);
    }
    int size = down ? level : config.channels().size() - 1 - level;
    boolean attention = inside == 1 && config.attention().contains(1 << size);
    return attention
        ? prefix + ".attentions." + block + "." + part
        : prefix + ".upsamplers.0." + part;
  }
}
