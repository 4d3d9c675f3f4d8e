package io.inkwash.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.exchange.pytorch.StoredTensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of one network as another program stores them.
 *
 * @param tensors its tensors by that program's names, in the file's order
 * @param config the settings beside the weights ({@code config.json} of diffusers); a missing node
 *     where there are none
 */
public record ForeignWeights(Map<String, StoredTensor> tensors, JsonNode config) {

  /** Copies the map and keeps its order. */
  public ForeignWeights {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** The same settings with other tensors. */
  ForeignWeights with(Map<String, StoredTensor> others) {
    return new ForeignWeights(others, config);
  }

  /** The number of dimensions of a tensor; 0 if there is none. */
  int dimensions(String name) {
    StoredTensor tensor = tensors.get(name);
    return tensor == null ? 0 : tensor.shape().length;
  }

  /** A dimension of a tensor; 0 where it is missing or has fewer. */
  int size(String name, int dimension) {
    StoredTensor tensor = tensors.get(name);
    long[] shape = tensor == null ? new long[0] : tensor.shape();
    return dimension < shape.length ? Math.toIntExact(shape[dimension]) : 0;
  }
}
