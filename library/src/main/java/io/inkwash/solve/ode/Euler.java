package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;

/**
 * Euler's method on the probability-flow ODE (Song et al. 2021, arXiv 2011.13456, section 4.3).
 *
 * @param variable in which variables; with {@link OdeVariable#NOISE} a step is DDIM's
 */
public record Euler(OdeVariable variable) implements Solver {

  @Override
  public void check(GaussianPath path) {
    variable.check(path, "euler");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      return s == 0 ? estimate.x0() : variable.move(path, x, t, s, variable.slope(estimate));
    };
  }

  @Override
  public boolean stochastic() {
    return false;
  }
}
