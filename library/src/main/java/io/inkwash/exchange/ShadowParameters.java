package io.inkwash.exchange;

import io.inkwash.exchange.pytorch.StoredTensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The average that score_sde keeps: a list of tensors without names, in the order of the network's
 * parameters. What no gradient trains, such as the frequencies of a Fourier embedding, is not in
 * it.
 *
 * @param tensors the average under the names of the network
 */
record ShadowParameters(Map<String, StoredTensor> tensors) {

  /**
   * Gives the averages their names; empty where they are not those of the network.
   *
   * @param trained the network's state dict, in its order
   * @param averages the list
   */
  static Optional<ShadowParameters> of(
      Map<String, StoredTensor> trained, List<StoredTensor> averages) {
    Map<String, StoredTensor> named = new LinkedHashMap<>();
    Iterator<StoredTensor> rest = averages.iterator();
    StoredTensor next = rest.hasNext() ? rest.next() : null;
    for (Map.Entry<String, StoredTensor> each : trained.entrySet()) {
      boolean same = next != null && Arrays.equals(next.shape(), each.getValue().shape());
      named.put(each.getKey(), same ? next : each.getValue());
      if (same) {
        next = rest.hasNext() ? rest.next() : null;
      }
    }
    return next == null && !averages.isEmpty()
        ? Optional.of(new ShadowParameters(named))
        : Optional.empty();
  }
}
