package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Integrator;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Tensor;

/**
 * The adaptive Runge-Kutta method of orders 5 and 4 on the probability-flow ODE in the path's time
 * (Dormand and Prince 1980; Song et al. 2021, arXiv 2011.13456, section D.4).
 *
 * <p>A run is of one image, with steps of its own, since an error norm over a batch would make an
 * image depend on its neighbors. A grid needs no times between its ends; those that it has are met
 * exactly. The step to time 0 goes to the path's start and is the clean image estimated there.
 *
 * @param relative tolerance relative to the state: 1e-5 as published
 * @param absolute tolerance beside it: 1e-5 as published
 */
public record Rk45(double relative, double absolute) implements Solver {

  /** Checks the tolerances. */
  public Rk45 {
    Integrator.Adaptive.check(relative, absolute);
  }

  @Override
  public void check(GaussianPath path) {
    OdeVariable.TIME.check(path, "rk45");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    Integrator integrator = new Integrator.Adaptive(relative, absolute);
    return (x, t, s) -> {
      double to = s == 0 ? Math.min(path.start(), t) : s;
      Integrator.Slope flow = (state, time) -> Estimate.of(denoiser, path, state, time).velocity();
      Tensor end = integrator.carry(flow, x, t, to);
      return s == 0 ? Estimate.of(denoiser, path, end, to).x0() : end;
    };
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public boolean imageByImage() {
    return true;
  }

  @Override
  public int convergenceOrder() {
    return 5;
  }

  /** At least 7 for the first part of a step and 6 for the second. */
  @Override
  public int evaluations(int steps) {
    return 13 * (steps - 1) + 1;
  }
}
