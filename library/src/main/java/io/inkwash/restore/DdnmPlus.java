package io.inkwash.restore;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;
import io.inkwash.restore.SpectralRule.Shares;
import io.inkwash.restore.degradation.SpectralOperator;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Tensor;

/**
 * DDNM+: DDPM's step, whose estimate is corrected only as far as the measurement's noise allows and
 * which adds only the noise that is still missing (Wang, Yu and Zhang 2023, arXiv 2212.00490,
 * equations 17 to 19 and appendix I, coordinate by coordinate).
 *
 * <p>With noise sigma / s in a coordinate, weight a of x0 in the posterior and its variance v, the
 * correction's share is {@code lambda = min(1, sqrt(v) s / (a sigma))} and the fresh noise has
 * variance {@code v - (a lambda sigma / s)^2}. Without noise it is {@link Ddnm} with DDPM's small
 * variance.
 *
 * @param measurement what is known, by an operator with singular values
 */
public record DdnmPlus(Measurement measurement) implements Solver {

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    SpectralOperator operator = measurement.spectral("ddnm-plus");
    return (x, t, s) -> {
      Posterior q = path.posterior(t, s);
      Tensor x0 = denoiser.denoise(x, t).x0();
      return rule(q).apply(operator, measurement, x0, x, noise.next());
    };
  }

  private SpectralRule rule(Posterior q) {
    double spread = Math.sqrt(q.variance());
    double a = q.x0Coefficient();
    return singular -> {
      if (singular == 0) {
        return new Shares(a, q.xCoefficient(), 0, spread);
      }
      double brought = a * measurement.sigma() / singular;
      double lambda = spread >= brought ? 1 : spread / brought;
      double left = q.variance() - lambda * lambda * brought * brought;
      return new Shares(
          a * (1 - lambda), q.xCoefficient(), a * lambda, Math.sqrt(Math.max(0, left)));
    };
  }

  @Override
  public boolean stochastic() {
    return true;
  }
}
