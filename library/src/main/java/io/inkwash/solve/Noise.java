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

  /** The noise of a single image of the batch. */
  default Noise only(int image) {
    return () -> next().narrow(0, image, 1);
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
    return new PerImage(stream, first, shape, 0);
  }

  /** Noise by image. */
  final class PerImage implements Noise {
    private final Rng stream;
    private final long first;
    private final long[] shape;
    private final BrownianPath path;
    private long draws;

    private PerImage(Rng stream, long first, long[] shape, long draws) {
      this.stream = stream;
      this.first = first;
      this.shape = shape.clone();
      this.path = new BrownianPath(stream.stream("brownian"), first, shape);
      this.draws = draws;
    }

    @Override
    public Tensor next() {
      return stream.normalRows(first, draws++, shape).to(ScalarType.Double);
    }

    @Override
    public Tensor between(double from, double to) {
      return path.increment(from, to);
    }

    @Override
    public Noise only(int image) {
      long[] one = shape.clone();
      one[0] = 1;
      return new PerImage(stream, first + image, one, draws);
    }
  }
}
