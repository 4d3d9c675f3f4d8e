package io.inkwash.exchange.latent;

import io.inkwash.file.FileException;
import io.inkwash.nn.Heads;
import io.inkwash.nn.attention.SpatialTransformer.Projection;
import io.inkwash.nn.latent.ConditionalUNetConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The {@code config.json} of diffusers' {@code UNet2DConditionModel}. */
final class UNetSettings {
  private static final String TABLE =
      """
      act_fn silu
      addition_embed_type null
      attention_type default
      center_input_sample false
      class_embed_type null
      class_embeddings_concat false
      conv_in_kernel 3
      conv_out_kernel 3
      cross_attention_norm null
      downsample_padding 1
      dropout 0
      dual_cross_attention false
      encoder_hid_dim null
      encoder_hid_dim_type null
      flip_sin_to_cos true
      freq_shift 0
      mid_block_only_cross_attention null|false
      mid_block_scale_factor 1
      mid_block_type UNetMidBlock2DCrossAttn
      norm_eps 1.0E-5
      norm_num_groups 32
      num_attention_heads null
      num_class_embeds null
      only_cross_attention false
      projection_class_embeddings_input_dim null
      resnet_out_scale_factor 1
      resnet_skip_time_act false
      resnet_time_scale_shift default
      reverse_transformer_layers_per_block null
      time_cond_proj_dim null
      time_embedding_act_fn null
      time_embedding_dim null
      time_embedding_type positional
      timestep_post_act null
      """;

  private UNetSettings() {}

  static Map<String, String> table(String lines) {
    Map<String, String> values = new LinkedHashMap<>();
    lines.lines().map(line -> line.split(" ", 2)).forEach(row -> values.put(row[0], row[1]));
    return values;
  }

  /**
   * The network.
   *
   * @throws FileException if it does not exist here, with the setting's name
   */
  static ConditionalUNetConfig read(Settings settings) {
    settings.ofClass("UNet2DConditionModel").fixed(table(TABLE));
    List<Integer> channels = settings.integers("block_out_channels");
    List<Integer> attention = attention(settings, channels.size());
    Heads heads = heads(settings, channels);
    try {
      return new ConditionalUNetConfig(
          settings.integer("in_channels", 4),
          settings.integer("out_channels", 4),
          channels,
          settings.integer("layers_per_block", 2),
          attention,
          heads,
          settings.integer("cross_attention_dim", 1280),
          settings.integer("transformer_layers_per_block", 1),
          settings.flag("use_linear_projection", false)
              ? Projection.LINEAR
              : Projection.CONVOLUTION,
          0);
    } catch (IllegalArgumentException e) {
      throw new FileException(settings.file(), "is of " + e.getMessage(), e);
    }
  }

  private static List<Integer> attention(Settings settings, int levels) {
    List<String> down = settings.words("down_block_types");
    List<String> up = new ArrayList<>(settings.words("up_block_types"));
    Collections.reverse(up);
    List<Integer> attention = new ArrayList<>();
    if (down.size() != levels || up.size() != levels) {
      throw settings.refused("down_block_types", down.toString(), "one a level, and as many up");
    }
    for (int level = 0; level < levels; level++) {
      String pair = down.get(level) + " " + up.get(level);
      if (pair.equals("CrossAttnDownBlock2D CrossAttnUpBlock2D")) {
        attention.add(1 << level);
      } else if (!pair.equals("DownBlock2D UpBlock2D")) {
        throw settings.refused(
            "down_block_types and up_block_types",
            pair,
            "CrossAttnDownBlock2D with CrossAttnUpBlock2D, DownBlock2D with UpBlock2D");
      }
    }
    return attention;
  }

  /** diffusers calls the number of heads {@code attention_head_dim}. */
  private static Heads heads(Settings settings, List<Integer> channels) {
    if (!settings.json().path("attention_head_dim").isArray()) {
      return Heads.of(settings.integer("attention_head_dim", 8));
    }
    List<Integer> counts = settings.integers("attention_head_dim");
    if (counts.size() == channels.size()) {
      if (counts.stream().distinct().count() == 1) {
        return Heads.of(counts.get(0));
      }
      List<Integer> widths =
          IntStream.range(0, counts.size())
              .mapToObj(i -> channels.get(i) / counts.get(i))
              .distinct()
              .toList();
      if (widths.size() == 1) {
        return Heads.ofWidth(widths.get(0));
      }
    }
    throw settings.refused(
        "attention_head_dim", counts.toString(), "one number, or heads of one width at all levels");
  }
}
