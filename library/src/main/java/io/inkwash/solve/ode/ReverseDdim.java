package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Tensor;

/**
 * DDIM without fresh noise that can go up as well (Song, Meng and Ermon 2021, arXiv 2010.02502,
 * section 4.3). A step up from t to s finds the state at s that DDIM takes to the one at t. That is
 * an equation, since the model is evaluated at the unknown state; it is solved by fixed-point
 * iteration from the known one.
 *
 * @param rounds iterations of a step up: 1 as published, more for a closer inverse
 */
public record ReverseDdim(int rounds) implements Solver {

  /** Checks the rounds. */
  public ReverseDdim {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds is " + rounds + "; allowed: 1 or more");
    }
  }

  /** A grid that ends before the signal does may be followed on a path that loses it. */
  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    return (x, t, s) -> {
      if (s < t) {
        Estimate estimate = Estimate.of(denoiser, path, x, t);
        return s == 0 ? estimate.x0() : OdeVariable.NOISE.move(path, x, t, s, estimate.eps());
      }
      if (path.alpha(s) == 0) {
        OdeVariable.NOISE.check(path, "reverse ddim");
      }
      Tensor found = x;
      for (int round = 0; round < rounds; round++) {
        Tensor eps = Estimate.of(denoiser, path, found, s).eps();
        found = OdeVariable.NOISE.move(path, x, t, s, eps);
      }
      return found;
    };
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public boolean climbs() {
    return true;
  }
}
