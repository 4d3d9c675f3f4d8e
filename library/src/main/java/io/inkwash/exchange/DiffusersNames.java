package io.inkwash.exchange;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of diffusers' {@code UNet2DModel} beside those of {@code adm-unet}. Both count the same
 * blocks: diffusers by level, kind and number, ADM one after the other.
 *
 * @param blocks residual blocks a level on the way down
 */
record DiffusersNames(int blocks) {
  private static final Map<String, String> ENDS =
      Map.of(
          "conv_in", "input_blocks.0.0",
          "time_embedding.linear_1", "time_embed.0",
          "time_embedding.linear_2", "time_embed.2",
          "class_embedding", "label_emb",
          "conv_norm_out", "out.0",
          "conv_out", "out.2");

  private static final Map<String, String> RESIDUAL =
      Map.of(
          "norm1", "in_layers.0",
          "conv1", "in_layers.2",
          "time_emb_proj", "emb_layers.1",
          "norm2", "out_layers.0",
          "conv2", "out_layers.3",
          "conv_shortcut", "skip_connection");

  private static final List<String> ATTENTION =
      List.of("group_norm", "to_q", "to_k", "to_v", "to_out.0");

  private static final List<String> UP = List.of("up_blocks.");
  private static final List<String> BOTH = List.of("down_blocks.", "up_blocks.");

  private static final Pattern BLOCK =
      Pattern.compile("(down_blocks|up_blocks)\\.(\\d+)\\.(\\w+)\\.(\\d+)\\.(.+)");
  private static final Pattern MIDDLE = Pattern.compile("mid_block\\.(\\w+)\\.(\\d+)\\.(.+)");

  /**
   * The name here of a layer there, without {@code .weight} and {@code .bias}; the projections of
   * attention keep their last word. Unknown names stay as they are.
   *
   * @param attentionUp whether a level on the way up has attention: an upsampling comes after it
   */
  String toAdm(String layer, IntPredicate attentionUp) {
    String end = ENDS.get(layer);
    if (end != null) {
      return end;
    }
    Matcher middle = MIDDLE.matcher(layer);
    if (middle.matches()) {
      int number = Integer.parseInt(middle.group(2));
      int at = middle.group(1).equals("attentions") ? 1 : 2 * number;
      return "middle_block." + at + "." + part(middle.group(1), middle.group(3));
    }
    Matcher block = BLOCK.matcher(layer);
    if (!block.matches()) {
      return layer;
    }
    boolean down = block.group(1).equals("down_blocks");
    int level = Integer.parseInt(block.group(2));
    String kind = block.group(3);
    int number = Integer.parseInt(block.group(4));
    String part = part(kind, block.group(5));
    int first = (down ? 1 : 0) + level * (blocks + 1);
    return switch (kind) {
      case "resnets" -> stage(down, first + number, 0, part);
      case "attentions" -> stage(down, first + number, 1, part);
      case "downsamplers" -> stage(down, first + blocks, 0, part);
      case "upsamplers" -> stage(down, first + blocks, attentionUp.test(level) ? 2 : 1, part);
      default -> layer;
    };
  }

  private static String stage(boolean down, int stage, int layer, String part) {
    return (down ? "input_blocks." : "output_blocks.") + stage + "." + layer + "." + part;
  }

  private static String part(String kind, String part) {
    return switch (kind) {
      case "attentions" ->
          switch (part) {
            case "group_norm" -> "norm";
            case "to_out.0", "proj_attn" -> "proj_out";
            case "query" -> "to_q"; // the names of before diffusers 0.16
            case "key" -> "to_k";
            case "value" -> "to_v";
            default -> part;
          };
      case "downsamplers" -> part.equals("conv") ? "op" : RESIDUAL.getOrDefault(part, part);
      default -> RESIDUAL.getOrDefault(part, part);
    };
  }

  /**
   * The name there of each layer here; of the projections of attention, those apart.
   *
   * @param levels how many levels there are
   * @param attentionUp whether a level on the way up has attention
   */
  Map<String, String> fromAdm(int levels, IntPredicate attentionUp) {
    Map<String, String> names = new LinkedHashMap<>();
    ENDS.keySet().forEach(layer -> names.put(toAdm(layer, attentionUp), layer));
    for (int number = 0; number < 2; number++) {
      put(names, "mid_block.resnets." + number, RESIDUAL.keySet(), attentionUp);
    }
    put(names, "mid_block.attentions.0", ATTENTION, attentionUp);
    for (int level = 0; level < levels; level++) {
      for (int block = 0; block <= blocks; block++) {
        for (String way : block < blocks ? BOTH : UP) {
          put(names, way + level + ".resnets." + block, RESIDUAL.keySet(), attentionUp);
          put(names, way + level + ".attentions." + block, ATTENTION, attentionUp);
        }
      }
      for (String resampling :
          List.of("down_blocks.%s.downsamplers.0", "up_blocks.%s.upsamplers.0")) {
        String layer = resampling.replace("%s", Integer.toString(level));
        put(names, layer, RESIDUAL.keySet(), attentionUp);
        put(names, layer, List.of("conv"), attentionUp);
      }
    }
    return names;
  }

  private void put(
      Map<String, String> names, String block, Collection<String> parts, IntPredicate attentionUp) {
    for (String part : parts) {
      String layer = block + "." + part;
      names.put(toAdm(layer, attentionUp), layer);
    }
  }
}
