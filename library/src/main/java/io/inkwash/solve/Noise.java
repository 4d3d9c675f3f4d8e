package io.inkwash.solve;

import io.inkwash.torch.Rng;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A sequence of standard normal tensors for one batch. */
@FunctionalInterface
public interface Noise {

  /** The next draw, in the shape and type of the solver's state. */
  Tensor next();

  /**
   * Noise that belongs to images, not to batches: draw number n of image k is a function of the
   * stream, k and n alone.
   *
   * @param stream the stream of this sampling
   * @param first the number of the batch's first image
   * @param shape [N,C,H,W] of the batch
   */
  static Noise perImage(Rng stream, long first, long... shape) {
    long[] draws = {0};
    return () -> stream.normalRows(first, draws[0]++, shape).to(ScalarType.Double);
  }
}
