package io.inkwash.solve.sde;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.AncestralStep;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;

/**
 * Ancestral sampling with another solver's step: down to a level below the one wanted, then fresh
 * noise up to it. Around DPM-Solver-2 it is k-diffusion's "DPM2 a", around DPM-Solver++(2S) its
 * "DPM++ 2S a".
 *
 * @param inner a deterministic solver whose steps depend on the state alone
 * @param eta 0 for no fresh noise, 1 for as much as DDPM's posterior has
 */
public record Renoised(Solver inner, double eta) implements Solver {

  /** Checks the range, and refuses a solver with history or noise of its own. */
  public Renoised {
    Preconditions.eta(eta);
    if (inner.multistep() || inner.stochastic()) {
      throw new IllegalArgumentException(
          format("fresh noise around %s; allowed: a deterministic single-step solver", inner));
    }
  }

  @Override
  public void check(GaussianPath path) {
    inner.check(path);
    if (stochastic()) {
      OdeVariable.NOISE.check(path, "ancestral steps");
    }
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    SolverState run = inner.start(path, denoiser, noise);
    return run.withSteps(
        (x, t, s) -> {
          if (s == 0) {
            return run.step(x, t, 0);
          }
          AncestralStep step = AncestralStep.of(path, t, s, eta);
          return step.renoise(run.step(x, t, step.time()), noise);
        });
  }

  @Override
  public boolean stochastic() {
    return eta > 0;
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
