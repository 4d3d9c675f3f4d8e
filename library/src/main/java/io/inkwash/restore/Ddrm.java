package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.restore.SpectralRule.Shares;
import io.inkwash.restore.degradation.SpectralOperator;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Tensor;

/**
 * DDRM: each coordinate of the operator's spectrum is treated by itself, by whether it is seen with
 * less noise than the state now has (Kawar et al. 2022, arXiv 2201.11793, equations 7 and 8, with
 * their sigma_t = sigma / alpha).
 *
 * @param measurement what is known, by an operator with singular values
 * @param eta the share of fresh noise where the measurement does not help: 0.85 as published
 * @param etaB the share of the measurement where it does: 1 as published
 */
public record Ddrm(Measurement measurement, double eta, double etaB) implements Solver {

  /** Checks the shares. */
  public Ddrm {
    if (!(eta >= 0 && eta <= 1 && etaB >= 0 && etaB <= 1)) {
      throw new IllegalArgumentException(
          format(
              "DDRM with eta %s and eta of the measurement %s; allowed: 0 to 1 each", eta, etaB));
    }
  }

  /** DDRM with its published shares. */
  public Ddrm(Measurement measurement) {
    this(measurement, 0.85, 1);
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    SpectralOperator operator = measurement.spectral("ddrm");
    return (x, t, s) -> {
      Tensor x0 = denoiser.denoise(x, t).x0();
      return rule(path, t, s).apply(operator, measurement, x0, x, noise.next());
    };
  }

  private SpectralRule rule(GaussianPath path, double t, double s) {
    double alpha = path.alpha(s);
    double sigma = path.sigma(s);
    double kept = Math.sqrt(1 - eta * eta) * sigma;
    double direction = kept / path.sigma(t);
    return singular -> {
      if (singular == 0) {
        return new Shares(alpha - direction * path.alpha(t), direction, 0, eta * sigma);
      }
      double noise = measurement.sigma() / singular;
      if (sigma < alpha * noise) {
        return new Shares(alpha - kept / noise, 0, kept / noise, eta * sigma);
      }
      double brought = alpha * etaB * noise;
      double left = Math.sqrt(Math.max(0, sigma * sigma - brought * brought));
      return new Shares(alpha * (1 - etaB), 0, alpha * etaB, left);
    };
  }

  @Override
  public boolean stochastic() {
    return true;
  }
}
