package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The refined exponential solvers RES of two and three stages, in data prediction (Zhang et al.
 * 2023, arXiv 2308.02157, tables 1 and 2; res_2s and res_3s). They meet all order conditions of
 * stiff problems, which DPM-Solver++(2S) does not.
 *
 * @param stages 2 or 3, which is the order
 * @param middle where the second stage lies, a fraction of the step in log-SNR: the paper's c2,
 *     1/2. 1 with two stages is the exponential Heun method. The paper's c3 is 1
 */
public record ExponentialRungeKutta(int stages, double middle) implements Solver {

  /** Checks the ranges. */
  public ExponentialRungeKutta {
    Preconditions.range("stages of res", stages, 2, 3);
    Preconditions.range("middle of res", middle, 0.05, stages == 2 ? 1 : 0.6);
  }

  /** With the second stage in the middle. */
  public ExponentialRungeKutta(int stages) {
    this(stages, 0.5);
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    return (x, t, s) -> {
      Tensor first = Estimate.of(denoiser, path, x, t).x0();
      if (s == 0) {
        return first;
      }
      ExponentialStep whole = ExponentialStep.of(Prediction.DATA, path, t, s);
      if (Double.isInfinite(whole.h())) {
        return whole.along(x, first);
      }
      double inner = path.extendedTimeAtLogSnr(path.logSnr(t) + 2 * middle * whole.h());
      ExponentialStep half = ExponentialStep.of(Prediction.DATA, path, t, inner);
      Tensor there = half.along(x, first);
      Tensor second = Estimate.of(denoiser, path, there, inner).x0().sub_(first);
      return stages == 2
          ? whole.along(x, first, second.mul(new Scalar(1 / middle)))
          : third(path, denoiser, new Steps(whole, half, s), x, first, second);
    };
  }

  private record Steps(ExponentialStep whole, ExponentialStep half, double s) {}

  /** The third stage lies at the step's end. Changes are from the first output. */
  private Tensor third(
      GaussianPath path, Denoiser denoiser, Steps steps, Tensor x, Tensor first, Tensor change) {
    ExponentialStep whole = steps.whole();
    double gamma = 1 / (middle * (2 - 3 * middle)); // (3 c3^3 - 2 c3) / (c2 (2 - 3 c2))
    double slope = whole.moments(2)[1]; // h phi_2(h)
    double a32 = gamma * steps.half().moments(2)[1] + slope / middle;
    Tensor end = whole.along(x, first).add_(change, new Scalar(whole.scale() * a32));
    Tensor last = Estimate.of(denoiser, path, end, steps.s()).x0().sub_(first);
    double b3 = slope / (gamma * middle + 1);
    return whole
        .along(x, first)
        .add_(change, new Scalar(whole.scale() * gamma * b3))
        .add_(last, new Scalar(whole.scale() * b3));
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public int convergenceOrder() {
    return stages;
  }

  @Override
  public int evaluations(int steps) {
    return stages * (steps - 1) + 1;
  }
}
