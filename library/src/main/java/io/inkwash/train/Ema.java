package io.inkwash.train;

import io.inkwash.torch.Grad;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.TensorScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * An exponential moving average of the weights: what is sampled. While the run is young the average
 * follows faster, by its {@link EmaWarmup}.
 */
public final class Ema {
  private final double decay;
  private final EmaWarmup warmup;
  private final Parameters parameters;
  private final Tensor average;

  /**
   * An average that starts at the current weights; to be made in the scope that owns them.
   *
   * @param decay in [0, 1], such as 0.9999; with 1 the warm-up alone decides
   * @param warmup by which the decay rises to it
   */
  public Ema(double decay, EmaWarmup warmup, Parameters parameters) {
    this.decay = decay;
    this.warmup = warmup;
    this.parameters = parameters;
    try (Grad off = Grad.off()) {
      average = parameters.values().clone();
    }
  }

  /** Follows the weights after step n, n = 1, 2, ... */
  public void update(long n) {
    double now = Math.min(decay, warmup.decay(n));
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      average.lerp_(parameters.values(), new Scalar(1 - now));
    }
  }

  /** The averaged weights, [P]. */
  public Tensor average() {
    return average;
  }

  /** Puts the average into the network until the result is closed, which puts the weights back. */
  public Swap intoNetwork() {
    return new Swap();
  }

  /** A span of work in which the network has the averaged weights. */
  public final class Swap implements AutoCloseable {
    private final Tensor weights;

    private Swap() {
      try (Grad off = Grad.off()) {
        weights = parameters.values().clone();
        parameters.values().copy_(average);
      }
    }

    @Override
    public void close() {
      try (Grad off = Grad.off()) {
        parameters.values().copy_(weights);
      }
      weights.close();
    }
  }
}
