package io.inkwash.solve.sde;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;

/**
 * The Euler-Maruyama method on the reverse SDE {@code dx = (f x - g^2 score) dt + g dw} (Song et
 * al. 2021, arXiv 2011.13456, equation 6 and appendix E). It wants many steps.
 */
public record EulerMaruyama() implements Solver {

  @Override
  public void check(GaussianPath path) {
    Preconditions.signalAtEnd(
        path, "euler-maruyama", "the SDE's drift is infinite there; use ancestral or dpm++sde");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      if (s == 0) {
        return estimate.x0();
      }
      double time = t - s;
      double variance = path.diffusionSquared(t) * time;
      return Tensors.combine(1 - path.drift(t) * time, x, variance, estimate.score())
          .add_(noise.next(), new Scalar(Math.sqrt(variance)));
    };
  }

  @Override
  public boolean stochastic() {
    return true;
  }
}
