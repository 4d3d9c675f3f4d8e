package io.inkwash.exchange.latent;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of diffusers' {@code AutoencoderKL} for the layers of an autoencoder.
 *
 * @param levels of the autoencoder: diffusers counts those of the decoder from the smallest
 */
record AutoencoderNames(int levels) {
  private static final Map<String, String> ATTENTION =
      Map.of("norm", "group_norm", "q", "to_q", "k", "to_k", "v", "to_v", "proj_out", "to_out.0");

  /** The names of before diffusers 0.16. */
  private static final Map<String, String> OLDER =
      Map.of("to_q", "query", "to_k", "key", "to_v", "value", "to_out.0", "proj_attn");

  private static final Pattern MIDDLE =
      Pattern.compile("(encoder|decoder)\\.mid\\.(block|attn)_(\\d)\\.(.+)");
  private static final Pattern LEVEL =
      Pattern.compile("(encoder|decoder)\\.(down|up)\\.(\\d+)\\.(block|attn)\\.(\\d+)\\.(.+)");
  private static final Pattern RESAMPLING =
      Pattern.compile("(encoder|decoder)\\.(down|up)\\.(\\d+)\\.(down|up)sample\\.conv");

  /** The name there of a layer here, both without {@code .weight} and {@code .bias}. */
  String diffusers(String layer) {
    Matcher middle = MIDDLE.matcher(layer);
    if (middle.matches()) {
      int number = Integer.parseInt(middle.group(3)) - 1;
      return middle.group(1) + ".mid_block." + part(middle.group(2), number, middle.group(4));
    }
    Matcher level = LEVEL.matcher(layer);
    if (level.matches()) {
      return blocks(level) + part(level.group(4), Integer.parseInt(level.group(5)), level.group(6));
    }
    Matcher resampling = RESAMPLING.matcher(layer);
    if (resampling.matches()) {
      return blocks(resampling) + resampling.group(4) + "samplers.0.conv";
    }
    return layer.replace(".norm_out", ".conv_norm_out");
  }

  /** The same in the older form, where it differs. */
  static String older(String diffusers) {
    for (Map.Entry<String, String> each : OLDER.entrySet()) {
      if (diffusers.endsWith(".attentions.0." + each.getKey())) {
        int end = diffusers.length() - each.getKey().length();
        return diffusers.substring(0, end) + each.getValue();
      }
    }
    return diffusers;
  }

  private String blocks(Matcher level) {
    int number = Integer.parseInt(level.group(3));
    boolean down = level.group(2).equals("down");
    return level.group(1)
        + (down ? ".down_blocks." + number : ".up_blocks." + (levels - 1 - number))
        + ".";
  }

  private static String part(String kind, int number, String part) {
    return kind.equals("attn")
        ? "attentions." + number + "." + ATTENTION.getOrDefault(part, part)
        : "resnets." + number + "." + part.replace("nin_shortcut", "conv_shortcut");
  }
}
