package io.inkwash.model;

import io.inkwash.recipe.Recipe;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Net;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Precision;
import java.util.function.Supplier;

/**
 * A trained model that is one network.
 *
 * @param <R> its recipe's type
 * @param <N> the network's type
 */
abstract sealed class NetworkModel<R extends Recipe, N extends Net> implements Model
    permits AutoencoderModel, GanModel, VaeModel {
  private final R recipe;
  private final SavedWeights weights;
  private final OpenOptions options;
  private final Owned<N> network;

  /**
   * Reads the weights into a network.
   *
   * @param network builds it, with any weights
   */
  NetworkModel(R recipe, SavedWeights weights, OpenOptions options, Supplier<N> network) {
    this.recipe = recipe;
    this.weights = weights;
    this.options = options;
    this.network = weights.open(network);
  }

  /** The network; not to be used after {@link #close}. */
  final N network() {
    return network.value();
  }

  /** The arithmetic of its passes. */
  final Precision precision() {
    return options.precision();
  }

  @Override
  public final R recipe() {
    return recipe;
  }

  @Override
  public final SavedWeights weights() {
    return weights;
  }

  @Override
  public final ComputeDevice device() {
    return options.device();
  }

  @Override
  public final void close() {
    network.close();
  }
}
