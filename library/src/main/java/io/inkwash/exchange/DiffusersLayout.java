package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.TensorData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * {@code UNet2DModel} of diffusers, which is {@code adm-unet} under other names. Queries, keys and
 * values are three layers there and one here.
 */
final class DiffusersLayout implements Layout {
  static final List<String> PROJECTIONS = List.of(".to_q", ".to_k", ".to_v");

  @Override
  public List<String> anchors() {
    return List.of("time_embedding.linear_1.weight");
  }

  @Override
  public String network() {
    return "adm-unet";
  }

  @Override
  public NetworkForm form(ForeignWeights weights, Spec recipe) {
    if (weights.tensors().keySet().stream().anyMatch(name -> name.contains(".attn2."))) {
      throw new IllegalArgumentException("a UNet2DConditionModel; allowed: UNet2DModel");
    }
    DiffusersConfig config = new DiffusersConfig(weights.config());
    NetworkForm shapes = new AdmShapes(weights.with(named(weights))).form(recipe);
    return new NetworkForm(
        config.settle(shapes.network()),
        shapes.inChannels(),
        shapes.outChannels(),
        shapes.classes(),
        weights.config().isMissingNode() ? shapes.unseen() : List.of(),
        config.size());
  }

  @Override
  public Map<String, StoredTensor> toNetwork(ForeignWeights weights, Spec network) {
    Map<String, StoredTensor> named = named(weights);
    named.replaceAll(
        (name, tensor) ->
            name.contains(".qkv.") && headByHead(network)
                ? Rows.lazily(
                    tensor, t -> Rows.transposed(t, 3, heads(network, (int) t.shape()[0] / 3)))
                : tensor);
    return named;
  }

  /** Under the names here, with the projections joined: all queries, all keys, all values. */
  private static Map<String, StoredTensor> named(ForeignWeights weights) {
    Map<String, StoredTensor> tensors = weights.tensors();
    long blocks =
        tensors.keySet().stream()
            .filter(n -> n.matches("down_blocks\\.0\\.resnets\\.\\d+\\.conv1\\.weight"))
            .count();
    DiffusersNames names = new DiffusersNames((int) blocks);
    IntPredicate attentionUp =
        level ->
            tensors.keySet().stream().anyMatch(n -> n.startsWith("up_blocks." + level + ".att"));
    Map<String, StoredTensor> named = new LinkedHashMap<>();
    Map<String, Map<String, StoredTensor>> projections = new TreeMap<>();
    tensors.forEach(
        (name, tensor) -> {
          int dot = name.lastIndexOf('.');
          String layer = dot < 0 ? name : names.toAdm(name.substring(0, dot), attentionUp);
          String parameter = dot < 0 ? "" : name.substring(dot);
          if (PROJECTIONS.stream().anyMatch(layer::endsWith)) {
            String block = layer.substring(0, layer.length() - PROJECTIONS.get(0).length());
            projections
                .computeIfAbsent(block + ".qkv" + parameter, k -> new TreeMap<>())
                .put(layer.substring(block.length()), matrix(tensor));
          } else if (layer.endsWith(".proj_out")) {
            named.put(layer + parameter, matrix(tensor));
          } else {
            named.put(layer + parameter, tensor);
          }
        });
    projections.forEach((name, parts) -> named.put(name, qkv(parts)));
    return named;
  }

  private static StoredTensor matrix(StoredTensor tensor) {
    return tensor.shape().length == 2 ? Rows.pointwise(tensor) : tensor;
  }

  private static StoredTensor qkv(Map<String, StoredTensor> parts) {
    List<StoredTensor> ordered = new ArrayList<>();
    PROJECTIONS.stream().map(parts::get).filter(Objects::nonNull).forEach(ordered::add);
    return Rows.joined(ordered);
  }

  /** Whether the network here has its projections head by head. */
  static boolean headByHead(Spec network) {
    return !"new".equals(network.arguments().get("order"));
  }

  /** The number of heads in a block of so many channels. */
  static int heads(Spec network, int channels) {
    int width = Integer.parseInt(network.arguments().getOrDefault("headWidth", "0"));
    int count = Integer.parseInt(network.arguments().getOrDefault("heads", "1"));
    return width == 0 ? count : channels / width;
  }

  @Override
  public Map<String, TensorData> fromNetwork(
      Map<String, TensorData> own, Spec network, int height) {
    return DiffusersModel.of(network).weights(own);
  }
}
