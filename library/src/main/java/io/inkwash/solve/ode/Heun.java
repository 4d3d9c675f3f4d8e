package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Heun's method on the probability-flow ODE: Euler's step, then the mean of the slopes at both of
 * its ends. In {@link OdeVariable#NOISE}, and with churn, it is EDM's sampler (Karras et al. 2022,
 * arXiv 2206.00364, algorithm 2) on any path; in {@link OdeVariable#TIME} it is that of its
 * appendix D.2 with s(t) and sigma(t) of the path.
 *
 * @param variable in which variable
 * @param churn the noise added before each step; {@link Churn#NONE} makes the solver deterministic
 * @param stage where the second slope is taken, a fraction of the step: 1 for Heun's method, 1/2
 *     for the midpoint method, 2/3 for Ralston's (the paper's alpha)
 */
public record Heun(OdeVariable variable, Churn churn, double stage) implements Solver {

  /** Checks the range. */
  public Heun {
    Preconditions.range("stage of heun", stage, 0.01, 1);
  }

  /** Heun's method itself. */
  public Heun(OdeVariable variable, Churn churn) {
    this(variable, churn, 1);
  }

  /** EDM's sampler without churn. */
  public static Heun deterministic() {
    return new Heun(OdeVariable.NOISE, Churn.NONE);
  }

  @Override
  public void check(GaussianPath path) {
    variable.check(path, "heun");
    if (stochastic()) {
      OdeVariable.NOISE.check(path, "heun with churn");
    }
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      double from = churn.raised(path, t);
      Tensor here = churn.raise(path, x, t, from, noise);
      Estimate estimate = Estimate.of(denoiser, path, here, from);
      if (s == 0) {
        return estimate.x0();
      }
      double to = inner(path, from, s);
      Tensor slope = variable.slope(estimate);
      Tensor euler = variable.move(path, here, from, to, slope);
      Tensor ahead = variable.slope(Estimate.of(denoiser, path, euler, to));
      double weight = 1 / (2 * stage);
      return variable.move(path, here, from, s, Tensors.combine(1 - weight, slope, weight, ahead));
    };
  }

  /** The time of the second slope. */
  private double inner(GaussianPath path, double from, double s) {
    if (stage == 1) {
      return s;
    }
    double start = variable.at(path, from);
    return variable.timeAt(path, start + stage * (variable.at(path, s) - start));
  }

  @Override
  public boolean stochastic() {
    return churn.gamma() > 0;
  }

  @Override
  public int convergenceOrder() {
    return stochastic() ? 1 : 2;
  }

  @Override
  public int evaluations(int steps) {
    return 2 * steps - 1;
  }
}
