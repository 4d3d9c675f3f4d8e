package io.inkwash.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.file.Json;
import io.inkwash.file.TensorData;
import io.inkwash.recipe.parts.Catalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * An {@code adm-unet} as a {@code UNet2DModel} of diffusers: its {@code config.json} and its
 * weights.
 *
 * @param arguments those of the network's spec, complete
 */
record DiffusersModel(Map<String, String> arguments) {

  /**
   * The model of a network.
   *
   * @throws IllegalArgumentException if {@code UNet2DModel} cannot be that network
   */
  static DiffusersModel of(Spec network) {
    Spec complete = Catalog.NETWORKS.complete(network);
    require(complete.name(), "network", List.of("adm-unet"));
    DiffusersModel model = new DiffusersModel(complete.arguments());
    require(model.word("sizes"), "sizes", List.of("exact"));
    require(model.word("resampling"), "resampling", List.of("convolution", "residual"));
    require(model.word("multipliers").split(":")[0], "first of multipliers", List.of("1", "1.0"));
    model.headWidth();
    return model;
  }

  private static void require(String value, String key, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new IllegalArgumentException(
          "diffusers has no network "
              + (key.equals("network") ? value : "with " + key + " " + value)
              + "; allowed: "
              + String.join(" or ", allowed));
    }
  }

  private String word(String key) {
    return Objects.requireNonNull(arguments.get(key));
  }

  private int number(String key) {
    return Integer.parseInt(word(key));
  }

  /** The channels of each level. */
  private List<Integer> channels() {
    return Arrays.stream(word("multipliers").split(":"))
        .map(multiplier -> (int) (Double.parseDouble(multiplier) * number("width")))
        .toList();
  }

  /** Whether a level, counted from the largest pictures, has attention. */
  private boolean attends(int level) {
    return Arrays.asList(word("attention").split(":")).contains(Integer.toString(1 << level));
  }

  /** The {@code config.json}. */
  ObjectNode config(ImageSpec images, int outChannels) {
    ObjectMapper mapper = Json.mapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("_class_name", DiffusersConfig.MODEL);
    json.put("sample_size", images.height());
    json.put("in_channels", images.channels());
    json.put("out_channels", outChannels);
    json.set("block_out_channels", mapper.valueToTree(channels()));
    json.put("layers_per_block", number("blocks"));
    json.set("down_block_types", mapper.valueToTree(blockTypes("Down")));
    List<String> up = new ArrayList<>();
    blockTypes("Up").forEach(type -> up.add(0, type));
    json.set("up_block_types", mapper.valueToTree(up));
    String resampling = residual() ? "resnet" : "conv";
    json.put("downsample_type", resampling);
    json.put("upsample_type", resampling);
    int width = headWidth();
    if (width == 0) {
      json.putNull("attention_head_dim");
    } else {
      json.put("attention_head_dim", width);
    }
    json.put("dropout", Double.parseDouble(word("dropout")));
    boolean add = word("modulation").equals("add");
    json.put("resnet_time_scale_shift", add ? "default" : "scale_shift");
    json.put("norm_num_groups", 32);
    json.put("attn_norm_num_groups", 32);
    DiffusersConfig.Lineage lineage =
        word("lineage").equals("ddpm") ? DiffusersConfig.Lineage.DDPM : DiffusersConfig.Lineage.ADM;
    json.put("flip_sin_to_cos", Boolean.parseBoolean(lineage.cosinesFirst));
    json.put("freq_shift", (int) lineage.shift);
    json.put("norm_eps", lineage.epsilon);
    json.put("downsample_padding", (int) lineage.padding);
    if (images.classes() > 0) {
      json.put("num_class_embeds", images.classes());
    }
    return json;
  }

  private boolean residual() {
    return word("resampling").equals("residual");
  }

  /** The kinds of the levels' blocks, the largest pictures first. */
  private List<String> blockTypes(String way) {
    List<String> types = new ArrayList<>();
    for (int level = 0; level < channels().size(); level++) {
      String plain = residual() ? "Resnet" + way + "sampleBlock2D" : way + "Block2D";
      types.add(attends(level) ? "Attn" + way + "Block2D" : plain);
    }
    return types;
  }

  /** Channels of a head, which diffusers has alike everywhere; 0 for one head of all channels. */
  private int headWidth() {
    int heads = number("heads");
    if (heads <= 1) {
      return number("headWidth");
    }
    List<Integer> channels = channels();
    int deepest = channels.get(channels.size() - 1);
    for (int level = 0; level < channels.size(); level++) {
      if (attends(level) && channels.get(level) != deepest) {
        throw new IllegalArgumentException(
            "diffusers has no network with "
                + heads
                + " heads in levels of "
                + channels.get(level)
                + " and of "
                + deepest
                + " channels; allowed: 1, or heads of one width");
      }
    }
    return deepest / heads;
  }

  /** The weights under the names of diffusers. */
  Map<String, TensorData> weights(Map<String, TensorData> own) {
    int levels = channels().size();
    IntPredicate attentionUp = level -> attends(levels - 1 - level);
    Map<String, String> names = new DiffusersNames(number("blocks")).fromAdm(levels, attentionUp);
    Map<String, TensorData> weights = new LinkedHashMap<>();
    own.forEach(
        (name, tensor) -> {
          int dot = name.lastIndexOf('.');
          String layer = name.substring(0, dot);
          String parameter = name.substring(dot);
          if (layer.endsWith(".qkv")) {
            String block = layer.substring(0, layer.length() - ".qkv".length());
            List<TensorData> parts = projections(tensor);
            for (int i = 0; i < parts.size(); i++) {
              String part = names.get(block + DiffusersLayout.PROJECTIONS.get(i));
              weights.put(part + parameter, Rows.linear(parts.get(i)));
            }
          } else {
            weights.put(names.get(layer) + parameter, Rows.linear(tensor));
          }
        });
    return weights;
  }

  /** Queries, keys and values apart. */
  private List<TensorData> projections(TensorData joined) {
    Spec network = new Spec("adm-unet", arguments);
    int heads = DiffusersLayout.heads(network, (int) joined.shape()[0] / 3);
    TensorData ordered =
        DiffusersLayout.headByHead(network) ? Rows.transposed(joined, heads, 3) : joined;
    return Rows.cut(ordered, 3);
  }
}
