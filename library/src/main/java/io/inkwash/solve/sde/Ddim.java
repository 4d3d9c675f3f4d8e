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
import org.bytedeco.pytorch.Tensor;

/**
 * DDIM (Song, Meng and Ermon 2021, equation 12): keeps the direction to the noise and adds back a
 * share of fresh noise.
 *
 * @param eta 0 for the deterministic sampler, 1 for DDPM's with the small variance
 */
public record Ddim(double eta) implements Solver {

  public Ddim {
    if (!(eta >= 0 && eta <= 1)) {
      throw new IllegalArgumentException(
          "eta is " + eta + "; allowed: 0 (deterministic) to 1 (as noisy as DDPM)");
    }
  }

  @Override
  public void check(GaussianPath path) {
    if (eta == 1) {
      Preconditions.signalAtEnd(
          path,
          "ddim with eta 1",
          "it forgets the noise it starts from; use a lower eta or ancestral");
    }
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      double variance = eta == 0 ? 0 : eta * eta * path.posterior(t, s).variance();
      double direction = Math.sqrt(Math.max(0, path.sigma(s) * path.sigma(s) - variance));
      Tensor mean = Tensors.combine(path.alpha(s), estimate.x0(), direction, estimate.eps());
      return variance == 0 ? mean : mean.add_(noise.next(), new Scalar(Math.sqrt(variance)));
    };
  }

  @Override
  public boolean stochastic() {
    return eta > 0;
  }
}
