package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;

/**
 * A rule for stepping from noise towards data. Immutable; what one run remembers is its {@link
 * SolverState}.
 */
public interface Solver {

  /**
   * Begins a run.
   *
   * @param path the process whose reverse is followed
   * @param denoiser the model
   * @param noise fresh noise for the batch; a deterministic solver draws none
   * @throws IllegalArgumentException if this solver cannot follow that path, with the reason
   */
  SolverState start(GaussianPath path, Denoiser denoiser, Noise noise);

  /** Whether the result depends on more than the start. */
  boolean stochastic();

  /**
   * Refuses a path that this solver cannot follow; {@link #start} does the same.
   *
   * @throws IllegalArgumentException with the reason and the remedy
   */
  default void check(GaussianPath path) {}

  /** Whether the model must predict the variance of its steps. */
  default boolean needsVariance() {
    return false;
  }

  /** Whether it can also step up, from a time to a noisier one, so that its grid may rise. */
  default boolean climbs() {
    return false;
  }

  /**
   * Whether each image has times of its own, as under adaptive steps, so that a run is of one
   * image: {@link SamplingLoop} refuses a larger batch.
   */
  default boolean imageByImage() {
    return false;
  }

  /**
   * Whether a step depends on earlier ones, so that it cannot be put inside another solver that
   * moves the state between steps.
   */
  default boolean multistep() {
    return false;
  }

  /**
   * The order of convergence p: with n times as many steps the error is n^p times smaller. For a
   * deterministic solver it is the error against the probability-flow ODE, for a stochastic one the
   * error of the distribution. 0 where more steps alone do not help.
   */
  default int convergenceOrder() {
    return 1;
  }

  /**
   * How often the denoiser is evaluated in a run of that many steps, the last of which ends at time
   * 0. For an adaptive solver, the least number.
   */
  default int evaluations(int steps) {
    return steps;
  }
}
