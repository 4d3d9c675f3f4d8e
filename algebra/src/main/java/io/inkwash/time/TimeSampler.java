package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * The distribution of training times.
 *
 * <p>Its random numbers are an argument: uniform in [0, 1), one an example. So a sampler is a pure
 * function of them and, for one that learns, of the losses it has observed.
 */
public interface TimeSampler {

  /**
   * One time for each of the uniform numbers, in their order.
   *
   * @throws IllegalArgumentException if a number is not in [0, 1), or the path does not suit
   */
  TimeBatch sample(GaussianPath path, double[] uniforms);

  /** Takes the losses of a batch, one an example, unweighted. Most samplers ignore them. */
  default void observe(double[] t, double[] loss) {}

  /** What a checkpoint must hold for training to resume exactly: empty for most. */
  default double[] state() {
    return new double[0];
  }

  /**
   * Restores what {@link #state()} returned.
   *
   * @throws IllegalArgumentException if the state is not of this sampler
   */
  default void restore(double[] state) {
    if (state.length != 0) {
      throw new IllegalArgumentException(
          "%s keeps no state but is given %d numbers: restore with the sampler that saved them"
              .formatted(this, state.length));
    }
  }

  /** Uniform over the times 1 .. T of a discrete path. */
  static TimeSampler discrete() {
    return new Discrete();
  }

  /** Uniform over the path: between its start and end, or over its timesteps. */
  static TimeSampler uniform() {
    return new Uniform();
  }

  /** Uniform over the path, the times of one batch evenly spread. */
  static TimeSampler stratified() {
    return new Stratified();
  }

  /** Log-normal in the noise level, EDM's -1.2 and 1.2. */
  static TimeSampler logNormalSigma() {
    return new LogNormalSigma(-1.2, 1.2);
  }

  /** Logit-normal in time, mean 0 and standard deviation 1. */
  static TimeSampler logitNormal() {
    return new LogitNormal(0, 1);
  }

  /** By the second moment of recent losses, with Improved DDPM's constants; it learns. */
  static TimeSampler lossSecondMoment(int timesteps) {
    return new LossSecondMoment(timesteps, 10, 0.001);
  }
}
