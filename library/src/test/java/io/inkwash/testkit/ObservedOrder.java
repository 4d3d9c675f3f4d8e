package io.inkwash.testkit;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The order of convergence that a solver shows on normally distributed data, from two numbers of
 * steps. Without fresh noise it is that of the error against the probability flow, whose solution
 * is known.
 *
 * <p>With fresh noise it is that of the error of mean and variance, without drawing: the exact
 * denoiser is a line, so a solver without thresholds makes of its start and its draws a weighted
 * sum, and the weights are found by setting one of them to 1 at a time.
 */
public final class ObservedOrder {
  private static final double MEAN = 0.4;
  private static final double VARIANCE = 0.25;
  private static final double START = 1.3; // of the flow, in units of sigma
  private static final int MOST_DRAWS = 2000;

  private ObservedOrder() {}

  /** The order of a solver without fresh noise. */
  public static double ofFlow(Solver solver, GaussianPath path) {
    int steps = solver.convergenceOrder() > 2 ? 210 : 120; // high orders show late
    return order(flowError(solver, path, steps), flowError(solver, path, 2 * steps));
  }

  /**
   * The order of a solver with fresh noise; empty where the result is no weighted sum of its draws.
   */
  public static OptionalDouble ofDistribution(Solver solver, GaussianPath path) {
    int steps = 160;
    if (!affine(solver, path)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        order(distributionError(solver, path, steps), distributionError(solver, path, 2 * steps)));
  }

  private static double order(double coarse, double fine) {
    return Math.log(coarse / fine) / Math.log(2);
  }

  /**
   * Times whose log-SNR grows with the square of the step number, as first steps should be short.
   */
  private static double[] grid(GaussianPath path, int steps) {
    double from = Math.max(path.logSnr(path.end()), -9);
    double[] times = new double[steps + 1];
    Arrays.setAll(
        times,
        k -> path.timeAtLogSnr(from + (double) k / steps * ((double) k / steps) * (7 - from)));
    return times;
  }

  /** The expected clean image, with the variance of the posterior where one is asked for. */
  private static Denoiser exact(GaussianPath path) {
    return new Denoiser() {
      @Override
      public Denoised denoise(Tensor x, double t) {
        double alpha = path.alpha(t);
        double gain = alpha * VARIANCE / (alpha * alpha * VARIANCE + path.sigma(t) * path.sigma(t));
        Tensor x0 = x.sub(new Scalar(alpha * MEAN)).mul_(new Scalar(gain)).add_(new Scalar(MEAN));
        return new Denoised(x0, x.mul(new Scalar(0.0)));
      }

      @Override
      public boolean learnedVariance() {
        return true;
      }
    };
  }

  private static double flowError(Solver solver, GaussianPath path, int steps) {
    double[] times = grid(path, steps);
    double[] start = {path.sigma(times[0]) * START};
    GaussianMixture data = GaussianMixture.normal(new double[] {MEAN}, VARIANCE);
    double right = data.flow(path, start, times[0], times[steps])[0];
    return Math.abs(walk(solver, path, times, start, draw -> new double[] {Double.NaN})[0] - right);
  }

  /** The larger of the errors of mean and deviation, against the path's own at the last time. */
  private static double distributionError(Solver solver, GaussianPath path, int steps) {
    double[] times = grid(path, steps);
    int draws = countDraws(solver, path, times);
    double alpha = path.alpha(times[0]);
    double deviation = Math.hypot(alpha * Math.sqrt(VARIANCE), path.sigma(times[0]));
    double[] start = new double[draws + 2]; // none, the start, draw 0, draw 1, ...
    Arrays.fill(start, alpha * MEAN);
    start[1] += deviation;
    double[] ends =
        walk(
            solver,
            path,
            times,
            start,
            draw -> {
              double[] z = new double[draws + 2];
              z[draw + 2] = 1;
              return z;
            });
    double variance = 0;
    for (int k = 1; k < ends.length; k++) {
      variance += (ends[k] - ends[0]) * (ends[k] - ends[0]);
    }
    double end = path.alpha(times[steps]);
    double right = end * end * VARIANCE + Math.pow(path.sigma(times[steps]), 2);
    return Math.max(
        Math.abs(ends[0] - end * MEAN), Math.abs(Math.sqrt(variance) - Math.sqrt(right)));
  }

  private static int countDraws(Solver solver, GaussianPath path, double[] times) {
    int[] draws = {0};
    walk(
        solver,
        path,
        times,
        new double[] {0.5},
        draw -> {
          draws[0] = draw + 1;
          return new double[] {0};
        });
    if (draws[0] > MOST_DRAWS) {
      throw new IllegalStateException(solver + " draws too often to be measured: " + draws[0]);
    }
    return draws[0];
  }

  /** Whether twice the noise moves the result twice as far. */
  private static boolean affine(Solver solver, GaussianPath path) {
    double[] times = grid(path, 4);
    double[] start = {0.5, 0.5, 0.5};
    double[] ends =
        walk(
            solver,
            path,
            times,
            start,
            draw -> new double[] {0.3, 0.3 + Math.sin(draw + 1), 0.3 + 2 * Math.sin(draw + 1)});
    double once = ends[1] - ends[0];
    return Math.abs(ends[2] - ends[0] - 2 * once) < 1e-9 * Math.max(1, Math.abs(once));
  }

  /** The values of a draw, one for each image. */
  private interface Draws {
    double[] at(int draw);
  }

  private static double[] walk(
      Solver solver, GaussianPath path, double[] times, double[] start, Draws draws) {
    int[] count = {0};
    long[] shape = {start.length, 1, 1, 1};
    Noise noise = () -> Tensors.of(draws.at(count[0]++), shape);
    try (TensorScope scope = TensorScope.open()) {
      return Tensors.toDoubles(
          new SamplingLoop(path, solver, times)
              .walk(Tensors.of(start, shape), exact(path), noise, SamplingLoop.Observer.NONE));
    }
  }
}
