package io.inkwash.solve.multistep;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;

/**
 * DPM-Solver++ from data to noise: the multistep rule on a grid that rises (diffusers'
 * DPMSolverMultistepInverseScheduler). The model is evaluated where each step begins; a step from
 * time 0 leaves the image as it is, since there is no noise to estimate.
 *
 * @param solver the rule
 */
public record DpmSolverInverse(DpmSolverMultistep solver) implements Solver {

  @Override
  public void check(GaussianPath path) {
    solver.check(path);
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    SolverState run = solver.start(path, denoiser, noise);
    return run.withSteps((x, t, s) -> t == 0 ? x.clone() : run.step(x, t, s));
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public boolean climbs() {
    return true;
  }

  @Override
  public boolean multistep() {
    return true;
  }

  @Override
  public int convergenceOrder() {
    return solver.convergenceOrder();
  }
}
