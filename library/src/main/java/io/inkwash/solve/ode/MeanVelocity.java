package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.StepEnd;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;

/**
 * Steps along the mean velocity between two times, of a model that was trained for it: {@code x_r =
 * x_t - (t - r) u(x_t, r, t)} (Geng et al. 2025, arXiv 2505.13447, equation 12). One step is enough
 * for an exact model. Of any other model it is DDIM's step.
 */
public record MeanVelocity() implements Solver {

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    return (x, t, s) -> {
      Estimate estimate;
      try (StepEnd end = StepEnd.at(s)) {
        estimate = Estimate.of(denoiser, path, x, t);
      }
      return s == 0
          ? estimate.x0()
          : Tensors.combine(path.alpha(s), estimate.x0(), path.sigma(s), estimate.eps());
    };
  }

  @Override
  public boolean stochastic() {
    return false;
  }
}
