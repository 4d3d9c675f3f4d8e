package io.inkwash.exchange;

import io.inkwash.exchange.pytorch.StoredTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The average of latent-diffusion's programs: names in {@code model_ema} that have lost their dots.
 *
 * @param tensors the average under the names of the network
 */
record LitEma(Map<String, StoredTensor> tensors) {
  private static final String PREFIX = "model_ema.";
  private static final String MODEL = "model.";

  /**
   * The average; empty where there is none.
   *
   * @param tensors a state dict
   * @param prefixes what stands before the names of networks in it
   */
  static Optional<LitEma> of(Map<String, StoredTensor> tensors, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (!prefix.startsWith(MODEL)) {
        continue;
      }
      Map<String, StoredTensor> average = new LinkedHashMap<>();
      for (String name : tensors.keySet()) {
        if (name.startsWith(prefix)) {
          String joined = name.substring(MODEL.length()).replace(".", "");
          StoredTensor tensor = tensors.get(PREFIX + joined);
          if (tensor != null) {
            average.put(name.substring(prefix.length()), tensor);
          }
        }
      }
      if (!average.isEmpty()) {
        return Optional.of(new LitEma(average));
      }
    }
    return Optional.empty();
  }
}
