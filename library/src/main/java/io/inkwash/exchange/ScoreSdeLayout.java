package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.TensorData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code NCSNpp} of score_sde_pytorch, which is NCSN++ and DDPM++, and its {@code DDPM}: a list of
 * modules without names, whose layers at each position are written as matrices of inputs times
 * outputs.
 */
final class ScoreSdeLayout implements Layout {

  /** The names of a block's layers here, and there. */
  private static final Map<String, String> BLOCK =
      Map.of(
          "norm0", "GroupNorm_0",
          "conv0", "Conv_0",
          "affine", "Dense_0",
          "norm1", "GroupNorm_1",
          "conv1", "Conv_1",
          "skip", "Conv_2");

  @Override
  public List<String> anchors() {
    return List.of("all_modules.0.W", "all_modules.0.weight");
  }

  @Override
  public String network() {
    return "song-unet";
  }

  @Override
  public NetworkForm form(ForeignWeights weights, Spec recipe) {
    ScoreSdeModules modules = ScoreSdeModules.of(weights);
    return new NetworkForm(
        SongLayout.spec(recipe, modules.arguments()),
        modules.inChannels(),
        modules.outChannels(),
        0,
        modules.unseen(),
        0);
  }

  @Override
  public Map<String, StoredTensor> toNetwork(ForeignWeights weights, Spec network) {
    Map<String, StoredTensor> named = new LinkedHashMap<>();
    List<ScoreSdeOrder.Module> modules = ScoreSdeModules.of(weights).order().modules();
    for (int number = 0; number < modules.size(); number++) {
      ScoreSdeOrder.Module module = modules.get(number);
      Map<String, StoredTensor> parts = under(ScoreSdeKind.prefix(number), weights.tensors());
      if (module.attention()) {
        attention(parts, module.name(), named);
      } else {
        layers(parts, module.name(), named);
      }
    }
    return named;
  }

  /** What has names of a beginning, without that. */
  private static <T> Map<String, T> under(String prefix, Map<String, T> all) {
    Map<String, T> parts = new LinkedHashMap<>();
    all.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            parts.put(name.substring(prefix.length()), tensor);
          }
        });
    return parts;
  }

  private static void layers(
      Map<String, StoredTensor> parts, String name, Map<String, StoredTensor> into) {
    boolean block = parts.containsKey("Conv_1.weight");
    parts.forEach(
        (part, tensor) -> {
          switch (part) {
            case "W" -> into.put(name, tensor); // frequencies
            case "NIN_0.W" -> into.put(name + ".skip.weight", PixelMatrices.convolution(tensor));
            case "NIN_0.b" -> into.put(name + ".skip.bias", tensor);
            default -> {
              int dot = part.lastIndexOf('.') + 1;
              String layer = dot == 0 ? "" : part.substring(0, dot - 1);
              into.put(
                  block
                      ? name + "." + ofBlock(layer) + "." + part.substring(dot)
                      : name + "." + part.substring(dot),
                  tensor);
            }
          }
        });
  }

  private static String ofBlock(String layer) {
    return BLOCK.entrySet().stream()
        .filter(each -> each.getValue().equals(layer))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(layer);
  }

  /** Queries, keys and values of a channel follow each other in one layer. */
  private static void attention(
      Map<String, StoredTensor> parts, String name, Map<String, StoredTensor> into) {
    into.put(name + ".norm2.weight", of(parts, "GroupNorm_0.weight"));
    into.put(name + ".norm2.bias", of(parts, "GroupNorm_0.bias"));
    into.put(
        name + ".qkv.weight",
        PixelMatrices.interleaved(
            PixelMatrices.convolution(of(parts, "NIN_0.W")),
            PixelMatrices.convolution(of(parts, "NIN_1.W")),
            PixelMatrices.convolution(of(parts, "NIN_2.W"))));
    into.put(
        name + ".qkv.bias",
        PixelMatrices.interleaved(
            of(parts, "NIN_0.b"), of(parts, "NIN_1.b"), of(parts, "NIN_2.b")));
    into.put(name + ".proj.weight", PixelMatrices.convolution(of(parts, "NIN_3.W")));
    into.put(name + ".proj.bias", of(parts, "NIN_3.b"));
  }

  private static <T> T of(Map<String, T> parts, String name) {
    return Objects.requireNonNull(parts.get(name), name);
  }

  @Override
  public Map<String, TensorData> fromNetwork(
      Map<String, TensorData> own, Spec network, int height) {
    if (own.containsKey("map_label.weight")) {
      throw new IllegalArgumentException("score_sde has no network with classes");
    }
    Map<String, TensorData> there = new LinkedHashMap<>();
    boolean biggan = "residual".equals(network.arguments().get("resampling"));
    boolean fir = "residual".equals(network.arguments().get("encoder"));
    List<ScoreSdeOrder.Module> modules = ScoreSdeOrder.of(network.arguments()).modules();
    for (int number = 0; number < modules.size(); number++) {
      ScoreSdeOrder.Module module = modules.get(number);
      String prefix = ScoreSdeKind.prefix(number);
      Map<String, TensorData> parts = under(module.name() + ".", own);
      if (module.name().equals("map_noise.freqs")) {
        there.put(prefix + "W", of(own, module.name()));
      } else if (module.attention()) {
        attentionApart(parts, prefix, there);
      } else if (parts.containsKey("conv0.weight")) {
        block(parts, prefix, biggan, there);
      } else {
        String layer = layer(module.name(), fir);
        parts.forEach((parameter, tensor) -> there.put(prefix + layer + parameter, tensor));
      }
    }
    return there;
  }

  /** What a layer that is no block has before the names of its parameters. */
  private static String layer(String name, boolean fir) {
    if (name.endsWith("_aux_residual")) {
      return fir ? "Conv2d_0." : "Conv_0.";
    }
    boolean wrapped =
        name.endsWith("_down.op")
            || name.endsWith("_up.conv")
            || name.endsWith("_aux_skip")
            || name.endsWith("_pyramid");
    return wrapped ? "Conv_0." : "";
  }

  private static void block(
      Map<String, TensorData> parts, String prefix, boolean biggan, Map<String, TensorData> into) {
    parts.forEach(
        (name, tensor) -> {
          int dot = name.indexOf('.');
          String layer = BLOCK.get(name.substring(0, dot));
          if (name.equals("skip.weight") && !biggan) {
            into.put(prefix + "NIN_0.W", PixelMatrices.matrix(tensor));
          } else if (name.equals("skip.bias") && !biggan) {
            into.put(prefix + "NIN_0.b", tensor);
          } else if (layer != null) {
            into.put(prefix + layer + name.substring(dot), tensor);
          } // the others are of its attention
        });
  }

  private static void attentionApart(
      Map<String, TensorData> parts, String prefix, Map<String, TensorData> into) {
    into.put(prefix + "GroupNorm_0.weight", of(parts, "norm2.weight"));
    into.put(prefix + "GroupNorm_0.bias", of(parts, "norm2.bias"));
    List<TensorData> matrices = PixelMatrices.apart(of(parts, "qkv.weight"), 3);
    List<TensorData> biases = PixelMatrices.apart(of(parts, "qkv.bias"), 3);
    for (int i = 0; i < 3; i++) {
      into.put(prefix + "NIN_" + i + ".W", PixelMatrices.matrix(matrices.get(i)));
      into.put(prefix + "NIN_" + i + ".b", biases.get(i));
    }
    into.put(prefix + "NIN_3.W", PixelMatrices.matrix(of(parts, "proj.weight")));
    into.put(prefix + "NIN_3.b", of(parts, "proj.bias"));
  }
}
