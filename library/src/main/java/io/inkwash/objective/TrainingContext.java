package io.inkwash.objective;

import io.inkwash.torch.Net;
import io.inkwash.torch.Rng;

/**
 * What an objective may depend on beside the batch.
 *
 * @param key of all randomness of this batch; where ranks share it, of this rank's rows, so that
 *     numbers drawn with a row an image need no thought of ranks
 * @param step the training step, 1, 2, ...
 * @param spent the share of the training's length that was spent before the step, in [0, 1]
 * @param twins the network with other weights than its own, for objectives that compare it with
 *     them
 * @param <N> the network in training
 */
public record TrainingContext<N extends Net>(Rng key, long step, double spent, Twins<N> twins) {

  /** A first step, without other weights. */
  public static <N extends Net> TrainingContext<N> of(Rng key) {
    return new TrainingContext<>(key, 1, 0, Twins.none());
  }
}
