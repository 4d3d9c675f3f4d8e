package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.catalog.Spec;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code config.json} of a {@code UNet2DModel}.
 *
 * @param json the file; a missing node where there is none
 */
record DiffusersConfig(JsonNode json) {
  static final String MODEL = "UNet2DModel";

  /** Settings that all networks here have, with the defaults of diffusers. */
  private static final Map<String, String> FIXED =
      Map.of(
          "time_embedding_type", "positional",
          "act_fn", "silu",
          "norm_num_groups", "32",
          "mid_block_scale_factor", "1",
          "mid_block_type", "UNetMidBlock2D",
          "add_attention", "true",
          "center_input_sample", "false",
          "class_embed_type", "null");

  /** Settings that the two lineages share out. */
  enum Lineage {
    ADM("true", 0, 1e-5, 1),
    DDPM("false", 1, 1e-6, 0);

    final String cosinesFirst;
    final double shift;
    final double epsilon;
    final double padding;

    Lineage(String cosinesFirst, double shift, double epsilon, double padding) {
      this.cosinesFirst = cosinesFirst;
      this.shift = shift;
      this.epsilon = epsilon;
      this.padding = padding;
    }
  }

  /** The height and width of its images; 0 where nothing says it. */
  int size() {
    return json.path("sample_size").asInt(0);
  }

  /**
   * The network with what shapes do not show.
   *
   * @throws IllegalArgumentException if the settings are of a network that does not exist here
   */
  Spec settle(Spec shapes) {
    if (json.isMissingNode()) {
      return shapes;
    }
    String kind = json.path("_class_name").asText(MODEL);
    if (!kind.equals(MODEL)) {
      throw new IllegalArgumentException("a " + kind + "; allowed: " + MODEL);
    }
    FIXED.forEach(
        (key, allowed) -> {
          String value = text(key, allowed).replace("swish", "silu").replaceFirst("\\.0$", "");
          require(value.equals(allowed), key, value, allowed);
        });
    Spec settled = shapes.with("lineage", lineage(shapes)).with("dropout", text("dropout", "0.0"));
    JsonNode width = json.path("attention_head_dim");
    if (width.isNull()) {
      return settled.with("heads", "1").with("headWidth", "0");
    }
    return settled.with("heads", "0").with("headWidth", Integer.toString(width.asInt(8)));
  }

  private String text(String key, String missing) {
    JsonNode value = json.path(key);
    return value.isMissingNode() ? missing : value.asText("null");
  }

  private String lineage(Spec shapes) {
    boolean strided = "convolution".equals(shapes.arguments().get("resampling"));
    for (Lineage each : Lineage.values()) {
      if (text("flip_sin_to_cos", "true").equals(each.cosinesFirst)
          && json.path("freq_shift").asDouble(0) == each.shift
          && json.path("norm_eps").asDouble(1e-5) == each.epsilon
          && (!strided || json.path("downsample_padding").asDouble(1) == each.padding)) {
        return each.name().toLowerCase(Locale.ROOT);
      }
    }
    throw new IllegalArgumentException(
        format(
            "a %s with flip_sin_to_cos %s, freq_shift %s, norm_eps %s and downsample_padding %s;"
                + " allowed together: true, 0, 1e-5, 1 or false, 1, 1e-6, 0",
            MODEL,
            text("flip_sin_to_cos", "true"),
            text("freq_shift", "0"),
            text("norm_eps", "1e-05"),
            text("downsample_padding", "1")));
  }

  private static void require(boolean holds, String key, String value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "a " + MODEL + " with " + key + " " + value + "; allowed: " + allowed);
    }
  }
}
