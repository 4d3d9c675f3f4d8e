package io.inkwash.train;

import io.inkwash.data.Batch;
import io.inkwash.torch.TensorScope;
import java.util.function.Supplier;

/** One optimization step of whatever is trained. The trainer knows nothing else of it. */
public interface TrainStep {

  /**
   * Takes one step.
   *
   * @param step its number, 1, 2, ...; all randomness of the step is a function of it
   * @param spent the share of the training's length that was spent before the step, in [0, 1], for
   *     learning rates that follow it
   * @param batches where to take as many batches from as the step needs
   * @throws DivergedException if the loss is not finite; the weights are then as before the step
   */
  StepReport step(long step, double spent, Supplier<Batch> batches);

  /** Whether steps depend on the share of the training's length that is spent. */
  default boolean followsBudget() {
    return false;
  }

  /** Batches that each step takes. */
  int batchesPerStep();

  /** All that is needed to go on from here, in the caller's scope. */
  TrainState state();

  /** The same, copied. */
  default Snapshot snapshot() {
    try (TensorScope scope = TensorScope.open()) {
      return state().copy();
    }
  }

  /**
   * Goes on from a snapshot.
   *
   * @param source where it comes from, for messages
   */
  void restore(Snapshot snapshot, String source);
}
