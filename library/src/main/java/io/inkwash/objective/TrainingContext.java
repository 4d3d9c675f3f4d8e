package io.inkwash.objective;

import io.inkwash.torch.Net;
import io.inkwash.torch.Rng;
import java.util.function.Supplier;

/**
 * What an objective may depend on beside the batch.
 *
 * @param key of all randomness of this batch; where ranks share it, of this rank's rows, so that
 *     numbers drawn with a row an image need no thought of ranks
 * @param step the training step, 1, 2, ...
 * @param average the network with the moving average of its weights, in evaluation mode, for
 *     objectives with a target network; its weights move with the average
 * @param <N> the network in training
 */
public record TrainingContext<N extends Net>(Rng key, long step, Supplier<N> average) {

  /** A first step, without an average. */
  public static <N extends Net> TrainingContext<N> of(Rng key) {
    return new TrainingContext<>(
        key,
        1,
        () -> {
          throw new IllegalStateException("this training keeps no average of its weights");
        });
  }
}
