package io.inkwash.objective;

import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Net;
import io.inkwash.torch.Rng;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What training minimizes. A value: what one training learns on the way, such as a history of
 * losses, is the {@link ObjectiveState} that it starts.
 *
 * @param <N> the network in training
 */
public interface Objective<N extends Net> {

  /** The objective at work in one training, without history. */
  ObjectiveState<N> start();

  /** Whether it looks at the network with the averaged weights. */
  default boolean usesAverage() {
    return false;
  }

  /** Whether it compares the network with a teacher, whose weights checkpoints hold as well. */
  default boolean usesTeacher() {
    return false;
  }

  /** A second network that it compares the network with, trained beside it. */
  default Optional<FakeModel<N>> fake() {
    return Optional.empty();
  }

  /** Whether it trains a {@link io.inkwash.nn.LearnedPath} that the network has. */
  default boolean trainsPath() {
    return false;
  }

  /**
   * Whether the model that it trains is the network with its estimates in {@link EstimateLimits},
   * so that the network without them is no model at all.
   */
  default boolean limitsEstimates() {
    return false;
  }

  /**
   * The loss of one batch at the beginning of a training.
   *
   * @param network the network
   * @param x0 [N,C,H,W] float32 clean images
   * @param conditioning what else the network is given
   * @param key of all randomness of this batch: its times and its noise
   */
  default LossTerms loss(N network, Tensor x0, Conditioning conditioning, Rng key) {
    return start().loss(network, x0, conditioning, TrainingContext.of(key));
  }
}
