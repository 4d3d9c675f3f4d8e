package io.inkwash.solve.sde;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.History;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * ER-SDE-Solver: the multistep rule on an extended reverse-time SDE whose noise scale is phi(l) = l
 * (exp(l^0.3) + 10) of the level l = sigma / alpha (Cui et al. 2023, arXiv 2309.06169, equations 28
 * to 30, with ER-SDE 5 as phi).
 *
 * @param order how many outputs it uses, 1 to 3
 */
public record ErSde(int order) implements Solver {
  /** The published number of points of its numerical integrals, a left sum. */
  private static final int POINTS = 200;

  /** Checks the order. */
  public ErSde {
    Preconditions.order("er-sde", order, 3);
  }

  @Override
  public void check(GaussianPath path) {
    OdeVariable.NOISE.check(path, "er-sde");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    History history = new History(order);
    return history.run(
        (x, t, s) -> {
          Tensor x0 = Estimate.of(denoiser, path, x, t).x0();
          if (s == 0) {
            return x0;
          }
          double from = OdeVariable.NOISE.at(path, t);
          double to = OdeVariable.NOISE.at(path, s);
          history.record(from, x0);
          double ratio = scale(to) / scale(from);
          double alpha = path.alpha(s);
          double[] weights = weights(history, from, to, ratio);
          double variance = to * to - from * from * ratio * ratio;
          return history
              .weighted(alpha / path.alpha(t) * ratio, x, alpha, weights)
              .add_(noise.next(), new Scalar(alpha * Math.sqrt(Math.max(0, variance))));
        });
  }

  /** The weights of the outputs, newest first. */
  private double[] weights(History history, double from, double to, double ratio) {
    int known = history.size();
    double step = to - from;
    double[] integrals = integrals(from, to);
    // The weights of the value, of the first divided difference and of the second.
    double[] taylor = {1 - ratio, step + integrals[0] * scale(to), 0};
    taylor[2] = step * step / 2 + integrals[1] * scale(to);
    double[] weights = new double[known];
    weights[0] = taylor[0];
    double[] nodes = history.nodes(known, 0, 1); // l_0 - l_k, negated: older levels are higher
    if (known >= 2) {
      weights[0] -= taylor[1] / nodes[1];
      weights[1] += taylor[1] / nodes[1];
    }
    if (known >= 3) {
      double newest = -1 / nodes[1];
      double older = -1 / (nodes[2] - nodes[1]);
      double factor = taylor[2] / (-nodes[2] / 2);
      weights[0] += factor * newest;
      weights[1] += factor * (-newest - older);
      weights[2] += factor * older;
    }
    return weights;
  }

  /** The integrals of 1 / phi and of (l - from) / phi over the levels from {@code to} up. */
  private static double[] integrals(double from, double to) {
    double width = (from - to) / POINTS;
    double[] sums = new double[2];
    for (int k = 0; k < POINTS; k++) {
      double level = to + k * width;
      sums[0] += width / scale(level);
      sums[1] += width * (level - from) / scale(level);
    }
    return sums;
  }

  private static double scale(double level) {
    return level * (Math.exp(Math.pow(level, 0.3)) + 10);
  }

  @Override
  public boolean stochastic() {
    return true;
  }

  @Override
  public boolean multistep() {
    return true;
  }
}
