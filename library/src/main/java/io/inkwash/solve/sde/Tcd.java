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
import org.bytedeco.pytorch.Tensor;

/**
 * Strategic stochastic sampling of trajectory consistency models: along the estimate to a time
 * below the one wanted, then noise up to it (Zheng et al. 2024, arXiv 2402.19159, section 4.2). For
 * students that were distilled for it. {@link Consistency} goes to the data each time.
 *
 * @param gamma how far below: 0 for DDIM, 1 for the path's start; 0.3 in diffusers
 */
public record Tcd(double gamma) implements Solver {

  /** Checks the range. */
  public Tcd {
    Preconditions.range("gamma of tcd", gamma, 0, 1);
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    return (x, t, s) -> {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      if (s == 0) {
        return estimate.x0();
      }
      double below = below(path, s);
      Tensor clean =
          Tensors.combine(path.alpha(below), estimate.x0(), path.sigma(below), estimate.eps());
      if (below == s) {
        return clean;
      }
      Transition up = path.transition(below, s);
      return clean
          .mul(new Scalar(up.scale()))
          .add_(noise.next(), new Scalar(Math.sqrt(up.variance())));
    };
  }

  /** The time to go down to; on a table a whole one, by timesteps that count from 0. */
  private double below(GaussianPath path, double s) {
    double start = path.start();
    double time = start + (1 - gamma) * (s - start);
    return gamma == 0 ? s : path.discrete() ? Math.floor(time) : time;
  }

  @Override
  public boolean stochastic() {
    return gamma > 0;
  }

  /** 0 with noise: it is for models whose estimate is exact along the flow. */
  @Override
  public int convergenceOrder() {
    return stochastic() ? 0 : 1;
  }
}
