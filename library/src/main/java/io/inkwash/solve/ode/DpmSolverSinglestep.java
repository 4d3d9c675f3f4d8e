package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

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
    return (x, t, s) -> {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      if (s == 0) {
        return estimate.x0();
      }
      ExponentialStep whole = ExponentialStep.of(prediction, path, t, s);
      Tensor here = prediction.of(estimate);
      if (order == 1 || Double.isInfinite(whole.h())) {
        return whole.along(x, here);
      }
      // The slope of the outputs, in units of 1 / h, from ever later inner times.
      Tensor slope = here.mul(new Scalar(0.0));
      for (int stage = 1; stage < order; stage++) {
        double part = (double) stage / order;
        double inner = path.extendedTimeAtLogSnr(path.logSnr(t) + 2 * part * whole.h());
        ExponentialStep there = ExponentialStep.of(prediction, path, t, inner);
        Tensor state = there.along(x, here, slope.mul(new Scalar(part)));
        Tensor output = prediction.of(Estimate.of(denoiser, path, state, inner));
        slope = output.sub(here).mul_(new Scalar(1 / part));
      }
      return order == 2 ? whole.midpoint(x, here, slope) : whole.along(x, here, slope);
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
