package io.inkwash.objective;

import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Tensor;

/**
 * An {@link Objective} at work in one training, with what it has learned there.
 *
 * @param <N> the network in training
 */
@FunctionalInterface
public interface ObjectiveState<N extends Net> {

  /**
   * The loss of one batch.
   *
   * @param network the network in training
   * @param x0 [N,C,H,W] float32 clean images
   * @param conditioning what else the network is given
   * @param context the batch's randomness and where the training stands
   */
  LossTerms loss(N network, Tensor x0, Conditioning conditioning, TrainingContext<N> context);

  /** What a checkpoint needs so that training goes on as if never stopped: empty for most. */
  default double[] values() {
    return new double[0];
  }

  /**
   * Takes back what {@link #values} gave.
   *
   * @throws IllegalArgumentException if the numbers are not of this objective
   */
  default void restore(double[] values) {
    if (values.length != 0) {
      throw new IllegalArgumentException(
          "an objective without state is given "
              + values.length
              + " numbers; restore with the objective that saved them");
    }
  }
}
