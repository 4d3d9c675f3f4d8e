package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;

/**
 * Euler's method on the probability-flow ODE (Song et al. 2021, arXiv 2011.13456, section 4.3).
 *
 * @param clock in which variables; with {@link OdeVariable#NOISE} a step is DDIM's
 */
public record Euler(OdeVariable clock) implements Solver {

  @Override
  public void check(GaussianPath path) {
    clock.check(path, "euler");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      return s == 0 ? estimate.x0() : clock.move(path, x, t, s, clock.slope(estimate));
    };
  }

  @Override
  public boolean stochastic() {
    return false;
  }
}
