package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import io.inkwash.exchange.pytorch.StoredTensor;
import java.util.List;
import java.util.Map;

/**
 * How one program names and shapes the weights of a network that exists here. A layout is one class
 * and one registration in {@link Layouts}.
 */
public interface Layout {

  /** What names its state dicts have in common: one of these is in each, and in no other's. */
  List<String> anchors();

  /**
   * Reads off the weights what network they are of.
   *
   * @param weights a state dict of this layout
   * @param recipe the recipe's network, for what the weights do not show, such as the number of
   *     attention heads
   * @throws IllegalArgumentException if it is a network that does not exist here; the message says
   *     what is different
   */
  NetworkForm form(ForeignWeights weights, Spec recipe);

  /**
   * The weights under the names and in the shapes of the network here.
   *
   * @param network the network's spec, complete
   */
  Map<String, StoredTensor> toNetwork(ForeignWeights weights, Spec network);
}
