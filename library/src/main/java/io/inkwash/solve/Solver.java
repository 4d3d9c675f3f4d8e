package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;

/**
 * A rule for stepping from noise towards data. Immutable; what one run remembers is its {@link Run}.
 */
public interface Solver {

  /**
   * Begins a run.
   *
   * @param path the process whose reverse is followed
   * @param denoiser the model
   * @param noise fresh noise for the batch; a deterministic solver leaves it alone
   * @throws IllegalArgumentException if this solver cannot follow that path, with the reason
   */
  Run start(GaussianPath path, Denoiser denoiser, Noise noise);

  /** Whether the result depends on more than the start. */
  boolean stochastic();
}
