package io.inkwash.examples;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Ralston's method on the probability-flow ODE (Song et al. 2021, arXiv 2011.13456, equation 13):
 * slopes k1 at the start and k2 at two thirds of the step, and a step along (k1 + 3 k2) / 4. Of
 * second order, with the smallest bound on its error among the rules of two slopes (Ralston 1962).
 *
 * @param variable of integration: with noise, sigma / alpha, the rule also serves tables
 */
public record Ralston(OdeVariable variable) implements Solver {
  private static final double NODE = 2.0 / 3;

  @Override
  public void check(GaussianPath path) {
    variable.check(path, "ralston");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      Estimate here = Estimate.of(denoiser, path, x, t);
      if (s == 0) {
        return here.x0(); // at time 0 there is no noise, so the estimate is the image
      }
      double from = variable.at(path, t);
      double inner = variable.timeAt(path, from + NODE * (variable.at(path, s) - from));
      Tensor k1 = variable.slope(here);
      Estimate there = Estimate.of(denoiser, path, variable.move(path, x, t, inner, k1), inner);
      Tensor k2 = variable.slope(there);
      return variable.move(path, x, t, s, Tensors.combine(0.25, k1, 0.75, k2));
    };
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public int convergenceOrder() {
    return 2;
  }

  @Override
  public int evaluations(int steps) {
    return 2 * steps - 1;
  }
}
