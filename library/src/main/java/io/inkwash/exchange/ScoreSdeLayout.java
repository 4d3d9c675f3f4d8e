package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.TensorData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * {@code NCSNpp} of score_sde_pytorch, which is NCSN++ and DDPM++: a list of modules without names,
 * whose layers at each position are written as matrices of inputs times outputs.
 */
final class ScoreSdeLayout implements Layout {

  @Override
  public List<String> anchors() {
    return List.of("all_modules.0.W", "all_modules.0.weight");
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
    ScoreSdeModules.of(weights)
        .names()
        .forEach(
            (number, name) -> {
              Map<String, StoredTensor> parts = parts(weights, number);
              if (parts.containsKey("NIN_3.W")) {
                attention(parts, name, named::put);
              } else {
                boolean block = parts.containsKey("Conv_1.weight");
                parts.forEach(
                    (part, tensor) ->
                        layer(
                            block ? part : part.replaceFirst("^Conv(2d)?_0\\.", ""),
                            tensor,
                            name,
                            named::put));
              }
            });
    return named;
  }

  private static Map<String, StoredTensor> parts(ForeignWeights weights, int number) {
    String prefix = "all_modules." + number + ".";
    Map<String, StoredTensor> parts = new LinkedHashMap<>();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix)) {
                parts.put(name.substring(prefix.length()), tensor);
              }
            });
    return parts;
  }

  private static void layer(
      String part, StoredTensor tensor, String name, BiConsumer<String, StoredTensor> into) {
    switch (part) {
      case "W" -> into.accept(name, tensor); // frequencies
      case "NIN_0.W" -> into.accept(name + ".skip.weight", pointwise(tensor));
      case "NIN_0.b" -> into.accept(name + ".skip.bias", tensor);
      default -> into.accept(name + "." + renamed(part), tensor);
    }
  }

  private static String renamed(String part) {
    return part.replace("GroupNorm_0", "norm0")
        .replace("Dense_0", "affine")
        .replace("GroupNorm_1", "norm1")
        .replace("Conv_1", "conv1")
        .replace("Conv_2", "skip")
        .replace("Conv_0", "conv0");
  }

  /** Queries, keys and values of a channel follow each other in one layer. */
  private static void attention(
      Map<String, StoredTensor> parts, String name, BiConsumer<String, StoredTensor> into) {
    into.accept(name + ".norm2.weight", of(parts, "GroupNorm_0.weight"));
    into.accept(name + ".norm2.bias", of(parts, "GroupNorm_0.bias"));
    into.accept(
        name + ".qkv.weight",
        interleaved(
            pointwise(of(parts, "NIN_0.W")),
            pointwise(of(parts, "NIN_1.W")),
            pointwise(of(parts, "NIN_2.W"))));
    into.accept(
        name + ".qkv.bias",
        interleaved(of(parts, "NIN_0.b"), of(parts, "NIN_1.b"), of(parts, "NIN_2.b")));
    into.accept(name + ".proj.weight", pointwise(of(parts, "NIN_3.W")));
    into.accept(name + ".proj.bias", of(parts, "NIN_3.b"));
  }

  private static StoredTensor of(Map<String, StoredTensor> parts, String name) {
    return Objects.requireNonNull(parts.get(name), name);
  }

  /** A matrix of inputs times outputs as a convolution of single pixels, [out,in,1,1]. */
  private static StoredTensor pointwise(StoredTensor matrix) {
    int in = Math.toIntExact(matrix.shape()[0]);
    int out = Math.toIntExact(matrix.shape()[1]);
    long[] shape = {out, in, 1, 1};
    return new StoredTensor(
        matrix.dtype(),
        shape,
        () -> {
          float[] values = matrix.load().toFloats();
          float[] turned = new float[values.length];
          for (int i = 0; i < in; i++) {
            for (int o = 0; o < out; o++) {
              turned[o * in + i] = values[i * out + o];
            }
          }
          return TensorData.ofFloats(turned, shape);
        });
  }

  /** The first rows of all, then the second rows, and so on. */
  private static StoredTensor interleaved(StoredTensor... parts) {
    long[] shape = parts[0].shape();
    int rows = Math.toIntExact(shape[0]);
    shape[0] *= parts.length;
    return new StoredTensor(
        parts[0].dtype(),
        shape,
        () -> {
          List<float[]> all = Arrays.stream(parts).map(part -> part.load().toFloats()).toList();
          int row = all.get(0).length / rows;
          float[] joined = new float[row * rows * parts.length];
          for (int r = 0; r < rows; r++) {
            for (int p = 0; p < parts.length; p++) {
              System.arraycopy(all.get(p), r * row, joined, (r * parts.length + p) * row, row);
            }
          }
          return TensorData.ofFloats(joined, shape);
        });
  }
}
