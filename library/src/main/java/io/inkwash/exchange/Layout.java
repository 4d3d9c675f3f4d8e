package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.TensorData;
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

  /** What is different here from the program that wrote the weights, in words. */
  default List<String> notes(ForeignWeights weights) {
    return List.of();
  }

  /**
   * The weights under the names and in the shapes of the network here.
   *
   * @param network the network's spec, complete
   */
  Map<String, StoredTensor> toNetwork(ForeignWeights weights, Spec network);

  /** The name of the network here that these weights are of. */
  String network();

  /**
   * Weights of a network here under the names and in the shapes of that program: the reverse of
   * {@link #toNetwork}. Unless a layout says otherwise they are the same.
   *
   * @param own by the names of the network here, in its order
   * @param network its spec, complete
   * @param height of its images
   * @throws IllegalArgumentException if that program has no such network; the message says what is
   *     different
   */
  default Map<String, TensorData> fromNetwork(
      Map<String, TensorData> own, Spec network, int height) {
    return own;
  }
}
