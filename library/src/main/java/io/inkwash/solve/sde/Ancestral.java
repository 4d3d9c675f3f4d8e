package io.inkwash.solve.sde;

import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * DDPM's sampler: draws x_s from the posterior q(x_s | x_t, x0) at the denoiser's x0 (Ho et al.
 * 2020, algorithm 2 and equations 6 and 7). Steps may be of any length.
 *
 * @param variance of the step: small is the posterior's, large the forward step's
 */
public record Ancestral(Variance variance) implements Solver {

  public Ancestral {
    if (variance.learned()) {
      throw new IllegalArgumentException(
          "ancestral with a learned variance; allowed: a fixed one, small or large; for a learned"
              + " one use ancestral-learned");
    }
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    return (x, t, s) -> {
      Posterior q = path.posterior(t, s);
      Tensor x0 = denoiser.denoise(x, t).x0();
      Tensor mean = Tensors.combine(q.xCoefficient(), x, q.x0Coefficient(), x0);
      if (s == 0) {
        return mean; // the last step draws nothing
      }
      return mean.add_(noise.next(), new Scalar(Math.sqrt(between(path, t, s))));
    };
  }

  private double between(GaussianPath path, double t, double s) {
    return variance == Variance.FIXED_LARGE
        ? path.transition(s, t).variance()
        : path.posterior(t, s).variance();
  }

  @Override
  public boolean stochastic() {
    return true;
  }
}
