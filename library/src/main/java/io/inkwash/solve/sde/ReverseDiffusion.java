package io.inkwash.solve.sde;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Transition;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;

/**
 * The reverse-diffusion step: the discretization of the forward SDE, turned around (Song et al.
 * 2021, arXiv 2011.13456, equation 46). Predictor of {@link PredictorCorrector} as published.
 */
public record ReverseDiffusion() implements Solver {

  @Override
  public void check(GaussianPath path) {
    Preconditions.signalAtEnd(
        path, "reverse-diffusion", "it divides by alpha; use ancestral or dpm++sde");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      if (s == 0) {
        return estimate.x0();
      }
      Transition forward = path.transition(s, t);
      double variance = forward.variance();
      return Tensors.combine(2 - forward.scale(), x, variance, estimate.score())
          .add_(noise.next(), new Scalar(Math.sqrt(variance)));
    };
  }

  @Override
  public boolean stochastic() {
    return true;
  }
}
