package io.inkwash.solve.sde;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Langevin dynamics at one noise level after another (Song and Ermon 2019, arXiv 1907.05600,
 * algorithm 1), with the last state denoised (Song and Ermon 2020, arXiv 2006.09011).
 *
 * <p>The step is written as in the paper: {@code x + (a / 2) score + sqrt(a) z} with {@code a =
 * epsilon (level / lowest level)^2}. The authors' code writes {@code x + a score + sqrt(2 a) z}, so
 * its epsilon is half of this one. On a path whose signal fades, x / alpha takes the place of x.
 *
 * @param epsilon the step at the lowest level: 2e-5 in the paper for pixels in [0, 1]
 * @param corrections Langevin steps a level: 100 in the paper
 */
public record AnnealedLangevin(double epsilon, int corrections) implements Solver {

  public AnnealedLangevin {
    if (!(epsilon > 0 && Double.isFinite(epsilon)) || corrections < 1) {
      throw new IllegalArgumentException(
          format(
              "epsilon is %s with %d corrections a level; allowed: a positive epsilon, 1 or more",
              epsilon, corrections));
    }
  }

  @Override
  public void check(GaussianPath path) {
    Preconditions.signalAtEnd(
        path, "annealed-langevin", "its levels are sigma / alpha; use ancestral");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    double lowest = OdeVariable.NOISE.at(path, path.start());
    return (x, t, s) -> {
      double alpha = path.alpha(t);
      double deviation = Math.sqrt(epsilon) * OdeVariable.NOISE.at(path, t) / lowest * alpha;
      Tensor state = x;
      for (int n = 0; n < corrections; n++) {
        Tensor score = Estimate.of(denoiser, path, state, t).score();
        state =
            Tensors.combine(1, state, deviation * deviation / 2, score)
                .add_(noise.next(), new Scalar(deviation));
      }
      return s == 0
          ? Estimate.of(denoiser, path, state, t).x0()
          : state.mul(new Scalar(path.alpha(s) / alpha));
    };
  }

  @Override
  public boolean stochastic() {
    return true;
  }

  /** 0: its error is set by epsilon and the steps a level. */
  @Override
  public int convergenceOrder() {
    return 0;
  }

  @Override
  public int evaluations(int steps) {
    return steps * corrections + 1;
  }
}
