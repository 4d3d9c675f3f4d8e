package io.inkwash.objective;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Condition;
import io.inkwash.time.TimeSampler;
import io.inkwash.torch.Rng;
import org.bytedeco.pytorch.Tensor;

/** What a network is trained to make small. */
public interface Objective {

  /**
   * The loss of one batch.
   *
   * @param network the network in training
   * @param x0 [N,C,H,W] float32 clean images
   * @param condition what the network is told about them
   * @param rng the random place of this batch: its times and its noise
   */
  LossTerms loss(Backbone network, Tensor x0, Condition condition, Rng rng);

  /** Where the times come from; its history, if it keeps one, belongs in the checkpoint. */
  TimeSampler times();

  /** What the objective has learned on the way, for the checkpoint. */
  default double[] state() {
    return times().state();
  }

  /** Goes on with what {@link #state} gave. */
  default void restore(double[] state) {
    times().restore(state);
  }
}
