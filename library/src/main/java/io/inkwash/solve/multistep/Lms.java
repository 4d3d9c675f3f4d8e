package io.inkwash.solve.multistep;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.History;
import io.inkwash.solve.Interpolation;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;

/**
 * Linear multistep: the polynomial in sigma / alpha through the last noise estimates, integrated
 * exactly (k-diffusion's "LMS"; DEIS in the variable rho, Zhang and Chen 2023, arXiv 2204.13902).
 * Its last step, to sigma = 0, is one like all others.
 *
 * @param order how many outputs it interpolates, 1 to 4
 */
public record Lms(int order) implements Solver {
  private static final double[] MOMENTS = {1, 1 / 2.0, 1 / 3.0, 1 / 4.0}; // of u^k over [0, 1]

  public Lms {
    Preconditions.order("lms", order, 4);
  }

  @Override
  public void check(GaussianPath path) {
    OdeVariable.NOISE.check(path, "lms");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    History history = new History(order);
    return history.run(
        (x, t, s) -> {
          double level = OdeVariable.NOISE.at(path, t);
          history.record(level, Estimate.of(denoiser, path, x, t).eps());
          double step = OdeVariable.NOISE.at(path, s) - level;
          double[] nodes = history.nodes(history.size(), 0, step);
          double[] weights = Interpolation.weights(nodes, MOMENTS);
          double scale = path.alpha(s);
          return history.weighted(scale / path.alpha(t), x, scale * step, weights);
        });
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public boolean multistep() {
    return true;
  }

  @Override
  public int convergenceOrder() {
    return order;
  }
}
