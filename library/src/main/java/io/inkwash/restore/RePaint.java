package io.inkwash.restore;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Transition;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;

/**
 * RePaint: {@link Replacement} on a grid that goes back up in noise again and again, so that what
 * is missing and what is known come to fit (Lugmayr et al. 2022, arXiv 2201.09865, algorithm 1).
 * The grid is that of {@link Jumps}; where it rises, noise is added by the forward process.
 *
 * @param inner the solver of the descents: ancestral as published
 * @param measurement what is known; its noise is not looked at
 */
public record RePaint(Solver inner, Measurement measurement) implements WrappedSolver {

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    Solver down = new Replacement(inner, measurement);
    return new Renoising(
        () -> down.start(path, denoiser, noise),
        (x, from, to) -> {
          Transition up = path.transition(from, to);
          return Tensors.combine(up.scale(), x, Math.sqrt(up.variance()), noise.next());
        });
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
