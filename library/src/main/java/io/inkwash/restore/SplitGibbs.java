package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.restore.SpectralRule.Shares;
import io.inkwash.restore.degradation.SpectralOperator;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The split Gibbs sampler with a diffusion model as its prior: by turns a noisy image is drawn that
 * agrees with the measurement and with the clean one, and a clean image that agrees with the noisy
 * one (Vono, Dobigeon and Chainais 2019, arXiv 1804.05809; Wu et al. 2024, arXiv 2405.18782; Xu and
 * Chi 2024, arXiv 2403.17042). The grid is that of {@link Sweeps}: a step from data up to a noise
 * level is the first draw, the steps down from there the second.
 *
 * <p>In a coordinate that the measurement sees with noise {@code v = (sigma / s)^2}, the noisy
 * image is compared with variance {@code v - rho^2}, rho being the noise level stepped up to. As
 * the clean image lies a further rho^2 off, the measurement counts for exactly what it is worth:
 * with an exact denoiser the draws settle on the true posterior, for any data, as long as rho is at
 * most sigma / s everywhere. Above that the coordinate counts as seen with noise rho. A low rho
 * takes more sweeps to settle, and each descent must be finely stepped, since its errors add up.
 *
 * @param inner the solver of the descents, a stochastic one: ancestral
 * @param measurement what is known, by an operator with singular values
 */
public record SplitGibbs(Solver inner, Measurement measurement) implements WrappedSolver {

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    SpectralOperator operator = measurement.spectral("split-gibbs");
    return new Renoising(
        () -> inner.start(path, denoiser, noise),
        (x, from, to) -> {
          if (from != 0) {
            throw new IllegalArgumentException(
                format(
                    "noise added from t = %s on; allowed: from data, t = 0; use a grid of sweeps",
                    from));
          }
          double alpha = path.alpha(to);
          Tensor noisy =
              rule(path.sigma(to) / alpha).apply(operator, measurement, x, x, noise.next());
          return noisy.mul_(new Scalar(alpha));
        });
  }

  /** The normal distribution that is the product of two, at x and at what is measured. */
  private SpectralRule rule(double rho) {
    return singular -> {
      if (singular == 0) {
        return new Shares(0, 1, 0, rho);
      }
      double seen = measurement.sigma() / singular;
      double rest = Math.max(0, seen * seen - rho * rho);
      double whole = rest + rho * rho;
      return new Shares(0, rest / whole, rho * rho / whole, rho * Math.sqrt(rest / whole));
    };
  }

  @Override
  public boolean stochastic() {
    return true;
  }

  @Override
  public boolean climbs() {
    return true;
  }
}
