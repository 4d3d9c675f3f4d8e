package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.recipe.parts.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The compact U-Net of the small recipes, which no other program has, as export writes it. */
final class CompactLayout implements Layout {
  private static final int PATCH = 4; // pixels of a patch

  @Override
  public List<String> anchors() {
    return List.of("halve.weight");
  }

  @Override
  public String network() {
    return "compact-unet";
  }

  @Override
  public NetworkForm form(ForeignWeights weights, Spec recipe) {
    Map<String, StoredTensor> tensors = weights.tensors();
    if (tensors.containsKey("text_proj.weight")) {
      throw new IllegalArgumentException(
          "a compact-unet that reads captions, whose words the run holds; copy the run itself");
    }
    int blocks = count(tensors, "down");
    String attention = "up." + (blocks - 1) + ".1.";
    Map<String, String> sizes = new LinkedHashMap<>();
    sizes.put("width", Integer.toString(weights.size("halve.weight", 1)));
    sizes.put("blocks", Integer.toString(blocks));
    sizes.put("middle", Integer.toString(count(tensors, "middle")));
    sizes.put(
        "attention",
        Boolean.toString(tensors.keySet().stream().anyMatch(name -> name.startsWith(attention))));
    sizes.put("intervals", Boolean.toString(tensors.containsKey("interval_embed.0.weight")));
    return new NetworkForm(
        Catalog.NETWORKS.complete(new Spec("compact-unet", sizes)),
        weights.size("conv_in.weight", 1) / PATCH,
        weights.size("out.2.weight", 0) / PATCH,
        weights.size("label_emb.weight", 0),
        List.of(),
        0);
  }

  /** How many numbers follow a name. */
  private static int count(Map<String, StoredTensor> tensors, String list) {
    return (int)
        tensors.keySet().stream()
            .filter(name -> name.startsWith(list + "."))
            .map(name -> name.split("\\.", 3)[1])
            .distinct()
            .count();
  }

  @Override
  public Map<String, StoredTensor> toNetwork(ForeignWeights weights, Spec network) {
    return weights.tensors();
  }
}
