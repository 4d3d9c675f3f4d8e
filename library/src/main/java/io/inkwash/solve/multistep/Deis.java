package io.inkwash.solve.multistep;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.History;
import io.inkwash.solve.LastSteps;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;

/**
 * Diffusion exponential integrator sampler: the polynomial through the last noise estimates,
 * integrated with the exact weight of the linear part (Zhang and Chen 2023, arXiv 2204.13902,
 * equation 14).
 *
 * @param order how many outputs it interpolates, 1 to 3
 * @param variable what the polynomial is in
 * @param lastSteps the order near the end of a run
 */
public record Deis(int order, DeisVariable variable, LastSteps lastSteps) implements Solver {

  /** Checks the order. */
  public Deis {
    Preconditions.order("deis", order, 3);
  }

  /** In log-SNR, with the full order to the end. */
  public Deis(int order) {
    this(order, DeisVariable.LOG_SNR, LastSteps.FULL_ORDER);
  }

  @Override
  public void check(GaussianPath path) {
    OdeVariable.NOISE.check(path, "deis");
    variable.check(path);
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    History history = new History(order);
    LastSteps.Countdown countdown = lastSteps.countdown();
    return history.run(
        countdown,
        (x, t, s) -> {
          int allowed = countdown.next(order);
          Estimate estimate = Estimate.of(denoiser, path, x, t);
          if (s == 0) {
            return estimate.x0();
          }
          history.record(variable.at(path, t), estimate.eps());
          double step = variable.at(path, s) - variable.at(path, t);
          int known = Math.min(allowed, history.size());
          double[] nodes = history.nodes(known, 0, step);
          double[] weights = variable.weights(path, t, s, nodes);
          double alpha = path.alpha(s);
          return history.weighted(alpha / path.alpha(t), x, alpha, weights);
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
