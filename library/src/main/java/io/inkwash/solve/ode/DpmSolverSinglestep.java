package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.InnerStages;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;

/**
 * DPM-Solver and DPM-Solver++ in their single-step forms, as many evaluations a step as the order:
 * DPM-Solver-2 and -3 (Lu et al. 2022, arXiv 2206.00927, algorithms 1 and 2) and, with data
 * prediction, DPM-Solver++(2S) and (3S) (arXiv 2211.01095). The inner times divide the step evenly
 * in log-SNR. A step that starts without signal is DDIM's.
 *
 * @param prediction noise for DPM-Solver, data for DPM-Solver++
 * @param order 1 (which is DDIM) to 3
 */
public record DpmSolverSinglestep(Prediction prediction, int order) implements Solver {

  public DpmSolverSinglestep {
    Preconditions.order("dpm-solver", order, 3);
  }

  @Override
  public void check(GaussianPath path) {
    prediction.check(path, "dpm-solver");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    InnerStages stages = new InnerStages(prediction, order, 0);
    return (x, t, s) -> {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      return s == 0
          ? estimate.x0()
          : stages.step(path, denoiser, estimate, s, InnerStages.StepNoise.NONE);
    };
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public int convergenceOrder() {
    return order;
  }

  @Override
  public int evaluations(int steps) {
    return order * (steps - 1) + 1;
  }
}
