package io.inkwash.solve.sde;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Euler's step to a level below the one wanted, then fresh noise up to it: k-diffusion's "Euler a".
 * Levels are sigma / alpha. Written in other variables, it is DDIM with the same eta.
 *
 * @param eta 0 for no fresh noise, 1 for as much as DDPM's posterior has
 */
public record EulerAncestral(double eta) implements Solver {

  public EulerAncestral {
    if (!(eta >= 0 && eta <= 1)) {
      throw new IllegalArgumentException(
          "eta is " + eta + "; allowed: 0 (deterministic) to 1 (as noisy as DDPM)");
    }
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    return (x, t, s) -> {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      if (s == 0) {
        return estimate.x0();
      }
      double share =
          OdeVariable.NOISE.at(path, s) / OdeVariable.NOISE.at(path, t); // 0 if t has no signal
      double sigma = path.sigma(s);
      double up = eta * sigma * Math.sqrt(1 - share * share);
      double down = Math.sqrt(sigma * sigma - up * up);
      Tensor mean =
          estimate.x0().mul(new Scalar(path.alpha(s))).add_(estimate.eps(), new Scalar(down));
      return up == 0 ? mean : mean.add_(noise.next(), new Scalar(up));
    };
  }

  @Override
  public boolean stochastic() {
    return eta > 0;
  }
}
