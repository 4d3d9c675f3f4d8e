package io.inkwash.solve.sde;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Multistep consistency sampling: to the estimate, and with fresh noise back up to the next level
 * (Song et al. 2023, arXiv 2303.01469, algorithm 1). It is the sampler of latent consistency models
 * (Luo et al. 2023, arXiv 2310.04378), and on a rectified flow diffusers' stochastic sampling. For
 * students that were distilled for it.
 */
public record Consistency() implements Solver {

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    return (x, t, s) -> {
      Tensor x0 = Estimate.of(denoiser, path, x, t).x0();
      return s == 0 ? x0 : Tensors.combine(path.alpha(s), x0, path.sigma(s), noise.next());
    };
  }

  @Override
  public boolean stochastic() {
    return true;
  }

  /** 0: it is for models whose estimate is exact along the flow. */
  @Override
  public int convergenceOrder() {
    return 0;
  }
}
