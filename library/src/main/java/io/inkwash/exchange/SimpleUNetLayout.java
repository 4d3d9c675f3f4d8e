package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.recipe.parts.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The small U-Net without attention, under the names of its Python model. */
final class SimpleUNetLayout implements Layout {

  @Override
  public List<String> anchors() {
    return List.of("down1.conv.weight");
  }

  @Override
  public String network() {
    return "simple-unet";
  }

  @Override
  public NetworkForm form(ForeignWeights weights, Spec recipe) {
    Map<String, String> sizes = new LinkedHashMap<>();
    sizes.put("width", Integer.toString(weights.size("down1.conv.weight", 0)));
    sizes.put("timeWidth", Integer.toString(weights.size("time_mlp.1.weight", 0)));
    return new NetworkForm(
        Catalog.NETWORKS.complete(new Spec("simple-unet", sizes)),
        weights.size("down1.conv.weight", 1),
        weights.size("out.weight", 0),
        weights.size("class_emb.weight", 0),
        List.of(),
        0);
  }

  @Override
  public Map<String, StoredTensor> toNetwork(ForeignWeights weights, Spec network) {
    return weights.tensors();
  }
}
