package io.inkwash.denoise;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Where the log-variance of a model's reverse step comes from (Ho et al. 2020, section 3.2; Nichol
 * and Dhariwal 2021, arXiv 2102.09672, section 3.1).
 *
 * <p>The two learned kinds need a network with twice the image's channels: the second half is the
 * variance's. Such a value is handed on as a <em>fraction</em> in the {@link VarianceRange}: 0 at
 * the posterior's log-variance, 1 at the forward step's, not limited to that interval. A fraction
 * serves steps of any length.
 */
public enum Variance {
  /** The posterior's, beta tilde: right for data at a single point. */
  FIXED_SMALL(false) {
    @Override
    public Tensor fraction(VarianceRange range, Tensor output) {
      return output.mul(new Scalar(0.0));
    }

    @Override
    public Tensor logVariance(Tensor output, Tensor small, Tensor large) {
      return small;
    }
  },
  /** The forward step's, beta, but the posterior's for the step that ends on the data. */
  FIXED_LARGE(false) {
    @Override
    public Tensor fraction(VarianceRange range, Tensor output) {
      return output.mul(new Scalar(0.0)).add_(new Scalar(range.last() ? 0.0 : 1.0));
    }

    @Override
    public Tensor logVariance(Tensor output, Tensor small, Tensor large) {
      return large;
    }
  },
  /** The network's output is the log-variance of the step to the timestep below. */
  LEARNED(true) {
    @Override
    public Tensor fraction(VarianceRange range, Tensor output) {
      double width = Math.max(range.large() - range.small(), Double.MIN_NORMAL);
      return output.sub(new Scalar(range.small())).div_(new Scalar(width));
    }

    @Override
    public Tensor logVariance(Tensor output, Tensor small, Tensor large) {
      return output;
    }
  },
  /**
   * The network's output v, -1 at the small log-variance and 1 at the large one, interpolates
   * between them (equation 15, with v there = (v + 1) / 2 here).
   */
  LEARNED_RANGE(true) {
    @Override
    public Tensor fraction(VarianceRange range, Tensor output) {
      return output.add(new Scalar(1.0)).mul_(new Scalar(0.5));
    }

    @Override
    public Tensor logVariance(Tensor output, Tensor small, Tensor large) {
      Tensor fraction = output.add(new Scalar(1.0)).mul(new Scalar(0.5));
      return small.add(fraction.mul(large.sub(small)));
    }
  };

  private final boolean learned;

  Variance(boolean learned) {
    this.learned = learned;
  }

  /** Whether the network gives it, in a second half of its channels. */
  public boolean learned() {
    return learned;
  }

  /** How many images a network's channels hold: 1, or 2 with the variance. */
  public int parts() {
    return learned ? 2 : 1;
  }

  /**
   * Where the log-variance lies in its range, as a fraction of it.
   *
   * @param range the range of the step to the timestep below
   * @param output [N,C,H,W] the second half of the network's channels; of a fixed variance, any
   *     tensor of that shape
   * @return [N,C,H,W]
   */
  public abstract Tensor fraction(VarianceRange range, Tensor output);

  /**
   * The log-variance itself, in operations that libtorch can derive.
   *
   * @param output [N,C,H,W] the second half of the network's channels, ignored where fixed
   * @param small [N,1,1,1] the small log-variance of each image's step
   * @param large [N,1,1,1] the large one; for a fixed variance, {@link VarianceRange#fixedLarge()}
   */
  public abstract Tensor logVariance(Tensor output, Tensor small, Tensor large);
}
