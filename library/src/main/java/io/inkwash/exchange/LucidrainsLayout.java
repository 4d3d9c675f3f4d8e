package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.TensorData;
import io.inkwash.recipe.parts.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code Unet} of lucidrains' denoising_diffusion_pytorch, versions 2.0 and later. */
final class LucidrainsLayout implements Layout {

  @Override
  public List<String> anchors() {
    return List.of("downs.0.0.block1.proj.weight");
  }

  @Override
  public String network() {
    return "linear-unet";
  }

  @Override
  public NetworkForm form(ForeignWeights weights, Spec recipe) {
    int width = weights.size("time_mlp.1.weight", 1);
    int channels = weights.size("init_conv.weight", 1);
    int outputs = weights.size("final_conv.weight", 0);
    require(
        weights.tensors().containsKey("downs.0.0.block1.norm.g"),
        "a Unet of denoising_diffusion_pytorch before version 2.0, whose layers are others");
    require(
        !weights.tensors().containsKey("time_mlp.0.weights"),
        "a Unet with learned or random Fourier features; allowed: sinusoidal ones");
    int levels = (int) IntStream.range(0, 32).filter(level -> has(weights, level)).count();
    int hidden = weights.size("mid_attn.to_qkv.weight", 0) / 3;
    int heads = weights.size("mid_attn.mem_kv", 1);
    Map<String, String> known = new LinkedHashMap<>();
    known.put("width", Integer.toString(width));
    known.put("multipliers", multipliers(weights, width, levels));
    known.put("heads", Integer.toString(heads));
    known.put("headWidth", Integer.toString(heads == 0 ? 0 : hidden / heads));
    return new NetworkForm(
        Catalog.NETWORKS.complete(new Spec("linear-unet", known)),
        selfConditioned(weights) ? outputs : channels,
        outputs,
        0,
        List.of(),
        0);
  }

  /** Whether the first convolution sees the estimate of the step before and then the image. */
  private static boolean selfConditioned(ForeignWeights weights) {
    return weights.size("init_conv.weight", 1) == 2 * weights.size("final_conv.weight", 0);
  }

  @Override
  public List<String> notes(ForeignWeights weights) {
    return selfConditioned(weights)
        ? List.of(
            "self_condition: evaluated without the estimate of the step before, as in each first step")
        : List.of();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static boolean has(ForeignWeights weights, int level) {
    return weights.tensors().containsKey("downs." + level + ".0.block1.proj.weight");
  }

  /** The channels that each level leads to. */
  private static String multipliers(ForeignWeights weights, int width, int levels) {
    return IntStream.range(0, levels)
        .map(
            level ->
                level < levels - 1
                    ? weights.size("downs." + level + ".3.1.weight", 0)
                    : weights.size("downs." + level + ".3.weight", 0))
        .mapToObj(channels -> Integer.toString(width == 0 ? 0 : channels / width))
        .collect(Collectors.joining(":"));
  }

  @Override
  public Map<String, StoredTensor> toNetwork(ForeignWeights weights, Spec network) {
    if (!selfConditioned(weights)) {
      return weights.tensors();
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>(weights.tensors());
    tensors.computeIfPresent("init_conv.weight", (name, both) -> ofImage(both));
    return tensors;
  }

  /**
   * The half of the first convolution that sees the image: without an estimate, which Python's
   * forward takes for zeros, the other half adds nothing.
   */
  private static StoredTensor ofImage(StoredTensor both) {
    long[] shape = both.shape();
    int out = Math.toIntExact(shape[0]);
    int half = Math.toIntExact(shape[1] / 2 * shape[2] * shape[3]);
    shape[1] /= 2;
    return new StoredTensor(
        both.dtype(),
        shape,
        () -> {
          float[] values = both.load().toFloats();
          float[] kept = new float[out * half];
          for (int o = 0; o < out; o++) {
            System.arraycopy(values, (2 * o + 1) * half, kept, o * half, half);
          }
          return TensorData.ofFloats(kept, shape);
        });
  }
}
