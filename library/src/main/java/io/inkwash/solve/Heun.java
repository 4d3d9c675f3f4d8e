package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Heun's method on the probability-flow ODE: Euler's step, then the mean of the slopes at both of
 * its ends. In {@link OdeVariable#NOISE}, and with churn, it is EDM's sampler (Karras et al. 2022,
 * arXiv 2206.00364, algorithm 2) on any path.
 *
 * @param clock in which variables
 * @param churn the noise added before each step; {@link Churn#NONE} makes the solver deterministic
 */
public record Heun(OdeVariable clock, Churn churn) implements Solver {

  /** EDM's sampler without churn. */
  public static Heun deterministic() {
    return new Heun(OdeVariable.NOISE, Churn.NONE);
  }

  @Override
  public void check(GaussianPath path) {
    clock.check(path, "heun");
    if (stochastic()) {
      OdeVariable.NOISE.check(path, "heun with churn");
    }
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      double from = churn.raised(path, t);
      Tensor here = from == t ? x : churn.raise(path, x, t, from, noise);
      Estimate estimate = Estimate.of(denoiser, path, here, from);
      if (s == 0) {
        return estimate.x0();
      }
      Tensor slope = clock.slope(estimate);
      Tensor euler = clock.move(path, here, from, s, slope);
      Tensor ahead = clock.slope(Estimate.of(denoiser, path, euler, s));
      return clock.move(path, here, from, s, slope.add(ahead).mul_(new Scalar(0.5)));
    };
  }

  @Override
  public boolean stochastic() {
    return churn.gamma() > 0;
  }

  @Override
  public int order() {
    return stochastic() ? 1 : 2;
  }

  @Override
  public int evaluations(int steps) {
    return 2 * steps - 1;
  }
}
