package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import io.inkwash.exchange.pytorch.StoredTensor;
import java.util.List;
import java.util.Map;

/**
 * {@code UNetModel} of improved-diffusion and guided-diffusion: the names that the network here has
 * as well.
 */
final class AdmLayout implements Layout {

  @Override
  public List<String> anchors() {
    return List.of("input_blocks.0.0.weight");
  }

  @Override
  public String network() {
    return "adm-unet";
  }

  @Override
  public NetworkForm form(ForeignWeights weights, Spec recipe) {
    if (weights.tensors().keySet().stream().anyMatch(n -> n.contains("transformer_blocks"))) {
      throw new IllegalArgumentException("a network of latent diffusion with text");
    }
    if (AdmClassifier.isOne(weights)) {
      throw new IllegalArgumentException(
          "a classifier of noisy images, which draws nothing; import it as a classifier");
    }
    return new AdmShapes(weights).form(recipe);
  }

  @Override
  public Map<String, StoredTensor> toNetwork(ForeignWeights weights, Spec network) {
    return weights.tensors();
  }
}
