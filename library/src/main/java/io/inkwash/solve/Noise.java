package io.inkwash.solve;

import io.inkwash.torch.Rng;
import io.inkwash.torch.RowKeys;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A sequence of standard normal tensors for one batch. */
@FunctionalInterface
public interface Noise {

  /** The next draw, in the shape and type of the solver's state. */
  Tensor next();

  /**
   * The increment of a Brownian path between two of its times, divided by the root of their
   * difference: a standard normal tensor that belongs to the interval. A sequence without a path
   * gives its next draw.
   *
   * @param from in the solver's own time of the path, 0 or more
   * @param to more than {@code from}
   */
  default Tensor between(double from, double to) {
    return next();
  }

  /**
   * Noise that belongs to images, not to batches: draw number n of image k is a function of the
   * stream, k and n alone, and its Brownian path a function of the stream and k.
   *
   * @param stream the stream of this sampling
   * @param first the number of the batch's first image
   * @param shape [N,C,H,W] of the batch
   */
  static Noise perImage(Rng stream, long first, long... shape) {
    RowKeys keys = RowKeys.of(stream, first, Math.toIntExact(shape[0]));
    return perImage(keys, keys.rest(shape));
  }

  /**
   * The same for images of any streams.
   *
   * @param keys a row an image
   * @param image [C,H,W] of an image
   */
  static Noise perImage(RowKeys keys, long... image) {
    return new PerImage(keys, image);
  }

  /** Noise by image. */
  final class PerImage implements Noise {
    private final RowKeys keys;
    private final long[] image;
    private final BrownianPath path;
    private long draws;

    private PerImage(RowKeys keys, long[] image) {
      this.keys = keys;
      this.image = image.clone();
      this.path = new BrownianPath(keys.stream("brownian"), image);
    }

    @Override
    public Tensor next() {
      return keys.normal(draws++, image).to(ScalarType.Double);
    }

    @Override
    public Tensor between(double from, double to) {
      return path.increment(from, to);
    }
  }
}
