package io.inkwash.testkit;

import io.inkwash.process.GaussianPath;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The order of convergence of a deterministic solver: how fast its error falls with the number of
 * steps on the probability flow of normally distributed data, which is known in closed form on
 * every path.
 */
public final class ConvergenceOrder {
  private static final GaussianMixture DATA =
      GaussianMixture.normal(new double[] {0.4, -0.3}, 0.25);
  private static final double[] NOISE = {1.3, -0.6};

  private ConvergenceOrder() {}

  /** The base-2 logarithm of how many times the error falls when the steps are doubled. */
  public static double observed(Solver solver, GaussianPath path) {
    return observed(solver, path, solver.convergenceOrder() > 2 ? 210 : 120); // high ones show late
  }

  /** The same from a number of steps to twice as many. */
  public static double observed(Solver solver, GaussianPath path, int steps) {
    double coarse = error(solver, path, grid(path, steps));
    double fine = error(solver, path, grid(path, 2 * steps));
    return Math.log(coarse / fine) / Math.log(2);
  }

  /**
   * Times whose log-SNR grows with the square of the step number. The first steps of a multistep
   * solver are of low order; on this grid they are so short that they do not count.
   */
  public static double[] grid(GaussianPath path, int steps) {
    double from = Math.max(path.logSnr(path.end()), -9);
    double to = 7;
    double[] times = new double[steps + 1];
    for (int k = 0; k <= steps; k++) {
      double part = (double) k / steps;
      times[k] = path.timeAtLogSnr(from + part * part * (to - from));
    }
    return times;
  }

  /** The distance of a solver's end from the exact one after the steps of some times. */
  public static double error(Solver solver, GaussianPath path, double[] times) {
    double first = times[0];
    double last = times[times.length - 1];
    double[] start = {path.sigma(first) * NOISE[0], path.sigma(first) * NOISE[1]};
    double[] exact = DATA.flow(path, start, first, last);
    try (TensorScope scope = TensorScope.open()) {
      Tensor end =
          new SamplingLoop(path, solver, times)
              .walk(
                  Tensors.of(start, 1, 1, 1, 2),
                  new ExactDenoiser(DATA, path),
                  () -> {
                    throw new AssertionError(solver + " draws noise");
                  },
                  SamplingLoop.Observer.NONE);
      double[] found = Tensors.toDoubles(end);
      return Math.hypot(found[0] - exact[0], found[1] - exact[1]);
    }
  }
}
