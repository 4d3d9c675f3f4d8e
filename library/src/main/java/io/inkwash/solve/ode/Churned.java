package io.inkwash.solve.ode;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;

/**
 * Another solver's step after EDM's churn: noise is added to the state, and the step goes down from
 * the higher level (Karras et al. 2022, arXiv 2206.00364, algorithm 2; k-diffusion's s_churn of
 * Euler and DPM2).
 *
 * @param inner a solver whose steps depend on the state alone
 * @param churn how much noise
 */
public record Churned(Solver inner, Churn churn) implements Solver {

  /** Refuses a multistep solver, whose history would be of other states. */
  public Churned {
    if (inner.multistep()) {
      throw new IllegalArgumentException(
          format(
              "churn around %s, whose steps depend on earlier ones; use a single-step solver",
              inner));
    }
  }

  @Override
  public void check(GaussianPath path) {
    inner.check(path);
    if (churn.gamma() > 0) {
      OdeVariable.NOISE.check(path, "churn");
    }
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    SolverState run = inner.start(path, denoiser, noise);
    return run.withSteps(
        (x, t, s) -> {
          double from = churn.raised(path, t);
          return run.step(churn.raise(path, x, t, from, noise), from, s);
        });
  }

  @Override
  public boolean stochastic() {
    return churn.gamma() > 0 || inner.stochastic();
  }

  @Override
  public int convergenceOrder() {
    return stochastic() ? 1 : inner.convergenceOrder();
  }

  @Override
  public int evaluations(int steps) {
    return inner.evaluations(steps);
  }
}
