package io.inkwash.solve.multistep;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.History;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Tensor;

/**
 * DDIM along an extrapolated noise, {@code gamma eps + (1 - gamma) eps_before} (Permenter and Yuan
 * 2024, arXiv 2306.04848, algorithm 2).
 *
 * @param gamma 2 as published; 1 is DDIM, 1.5 the second-order rule of equal steps
 */
public record GradientEstimation(double gamma) implements Solver {

  /** Checks the range. */
  public GradientEstimation {
    Preconditions.range("gamma of gradient-estimation", gamma, 1, 5);
  }

  @Override
  public void check(GaussianPath path) {
    OdeVariable.NOISE.check(path, "gradient-estimation");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    History history = new History(2);
    return history.run(
        (x, t, s) -> {
          Tensor eps = Estimate.of(denoiser, path, x, t).eps();
          history.record(OdeVariable.NOISE.at(path, t), eps);
          Tensor slope = history.size() < 2 ? eps : history.weighted(0, eps, 1, gamma, 1 - gamma);
          return OdeVariable.NOISE.move(path, x, t, s, slope);
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
    return gamma == 1.5 ? 2 : 1;
  }
}
