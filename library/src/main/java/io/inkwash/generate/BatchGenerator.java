package io.inkwash.generate;

import io.inkwash.denoise.WatchedDenoiser;
import io.inkwash.nn.Conditioning;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.torch.RowKeys;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.Tensor;

/**
 * How batches of images are made out of noise. An image is a function of its key, whatever the
 * batch that it is in.
 */
public interface BatchGenerator {

  /**
   * Makes a batch of images.
   *
   * @param conditioning a row an image, or none
   * @param keys of all randomness, a row an image
   * @param observer receives the state after each step
   * @return [N,C,H,W] images in the model's range, in the caller's scope
   */
  Tensor generate(Conditioning conditioning, RowKeys keys, SamplingLoop.Observer observer);

  /**
   * A state at which a batch starts.
   *
   * @param t its time, in the path's units
   * @param x [N,C,H,W] the state
   */
  record Start(double t, Tensor x) {}

  /** The states from which images are made, where they are images: noise at the first time. */
  default Optional<Start> start(RowKeys keys) {
    return Optional.empty();
  }

  /**
   * The images that states show: what observers receive, and {@link #start} gives, is in the space
   * that the solver works in.
   *
   * @param states [N,...]
   * @return [N,C,H,W] in the model's range
   */
  default Tensor images(Tensor states) {
    return states;
  }

  /** Steps that a batch takes: 1 where a network maps noise to images directly. */
  int steps();

  /**
   * The same, counting network evaluations.
   *
   * @param evaluated grows by one for each image at each evaluation
   */
  BatchGenerator counted(LongAdder evaluated);

  /**
   * The same, showing the estimates of the clean images on the way, where there are any.
   *
   * @param observer receives them
   */
  default BatchGenerator watched(WatchedDenoiser.Observer observer) {
    return this;
  }
}
