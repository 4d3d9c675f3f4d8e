package io.inkwash.generate;

import io.inkwash.nn.Conditioning;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.Rng;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.Tensor;

/**
 * How batches of images are made out of noise. Image k is a function of the key and k, whatever the
 * batch that it is in.
 */
public interface BatchGenerator {

  /**
   * Makes images {@code first} to {@code first + count - 1}.
   *
   * @param conditioning a row an image, or none
   * @param key of all randomness
   * @param first the number of the batch's first image
   * @param count images in the batch
   * @param observer receives the state after each step
   * @return [N,C,H,W] images in the model's range, in the caller's scope
   */
  Tensor generate(
      Conditioning conditioning, Rng key, long first, int count, SamplingLoop.Observer observer);

  /**
   * A state at which a batch starts.
   *
   * @param t its time, in the path's units
   * @param x [N,C,H,W] the state
   */
  record Start(double t, Tensor x) {}

  /** The states from which images are made, where they are images: noise at the first time. */
  default Optional<Start> start(Rng key, long first, int count) {
    return Optional.empty();
  }

  /** Steps that a batch takes: 1 where a network maps noise to images directly. */
  int steps();

  /**
   * The same, counting network evaluations.
   *
   * @param evaluated grows by one for each image at each evaluation
   */
  BatchGenerator counted(LongAdder evaluated);
}
