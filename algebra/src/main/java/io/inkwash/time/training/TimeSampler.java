package io.inkwash.time.training;

import io.inkwash.process.GaussianPath;

/**
 * Where on the path each training example is put. A value: what a sampler learns from the losses of
 * one training is the {@link TimeSamplerState} that it starts.
 *
 * <p>Randomness comes in as uniform numbers in [0, 1), one for each example, so that a draw is a
 * pure function of them and of the state.
 */
public interface TimeSampler {

  /**
   * One time for each of the uniform numbers, in their order, before any loss was observed.
   *
   * @throws IllegalArgumentException if a number is not in [0, 1), or the path does not fit
   */
  TimeBatch sample(GaussianPath path, double[] uniforms);

  /**
   * The sampler at work in one training. Samplers without memory need not override this.
   *
   * @throws IllegalArgumentException if the path does not fit
   */
  default TimeSamplerState start(GaussianPath path) {
    return uniforms -> sample(path, uniforms);
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

  /** By the second moment of recent losses, with Improved DDPM's constants. */
  static TimeSampler lossSecondMoment() {
    return new LossSecondMoment(10, 0.001);
  }
}
