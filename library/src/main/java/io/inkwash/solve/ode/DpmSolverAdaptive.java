package io.inkwash.solve.ode;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.AncestralStep;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.Integrator;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * DPM-Solver-12 and DPM-Solver-23: an embedded pair in noise prediction with steps as long as the
 * tolerances allow (Lu et al. 2022, arXiv 2206.00927, appendix C; the step control, and noise with
 * eta, as in k-diffusion's dpm_adaptive). A run is of one image, which has its own steps. A grid
 * needs no times between its ends; the step to time 0 goes to the path's start and ends on the
 * estimate there.
 *
 * @param order of the better of the pair, 2 or 3
 * @param relative tolerance relative to the state: 0.05 as published
 * @param absolute tolerance beside it: 0.0078 as published, 2 / 255
 * @param firstStep the first step in half log-SNR: 0.05 as published
 * @param control how the next step follows from the errors
 * @param eta 0 for no fresh noise, 1 for as much as DDPM's posterior has
 */
public record DpmSolverAdaptive(
    int order, double relative, double absolute, double firstStep, PidControl control, double eta)
    implements Solver {
  private static final double CLOSE = 1e-5; // in half log-SNR: the end is reached

  /** Checks the ranges. */
  public DpmSolverAdaptive {
    Preconditions.range("order of dpm-adaptive", order, 2, 3);
    Integrator.Adaptive.check(relative, absolute);
    if (!(firstStep > 0 && Double.isFinite(firstStep))) {
      throw new IllegalArgumentException(
          format("first step of dpm-adaptive is %s; allowed: above 0", firstStep));
    }
    Preconditions.eta(eta);
  }

  /** As published, without noise. */
  public static DpmSolverAdaptive standard(int order) {
    return new DpmSolverAdaptive(order, 0.05, 0.0078, 0.05, PidControl.STANDARD, 0);
  }

  @Override
  public void check(GaussianPath path) {
    Prediction.NOISE.check(path, "dpm-adaptive");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      double to = s == 0 ? Math.min(path.start(), t) : s;
      Tensor end = new Trajectory(this, path, denoiser, noise).go(x, t, to);
      return s == 0 ? Estimate.of(denoiser, path, end, to).x0() : end;
    };
  }

  /** One image on its way. */
  private record Trajectory(
      DpmSolverAdaptive solver, GaussianPath path, Denoiser denoiser, Noise noise) {

    /** The two results of one trial. */
    private record Pair(Tensor low, Tensor high) {}

    Tensor go(Tensor x, double from, double to) {
      PidControl.State control =
          solver.control.start(solver.firstStep, solver.stochastic() ? 1.5 : solver.order);
      double end = ExponentialStep.lambda(path, to);
      double lambda = ExponentialStep.lambda(path, from);
      double t = from;
      if (lambda >= end - CLOSE) {
        return x;
      }
      Tensor state = x;
      Tensor previous = x;
      Tensor eps = eps(x, t);
      while (lambda < end - CLOSE) {
        double next = Math.min(end, lambda + control.step());
        double s = next == end ? to : path.timeAtLogSnr(2 * next);
        try (TensorScope scope = TensorScope.open()) {
          AncestralStep step = AncestralStep.of(path, t, s, solver.eta, to);
          Pair pair = pair(state, eps, t, step.time());
          if (control.accept(error(pair, previous))) {
            previous = scope.keep(pair.low);
            state =
                scope.keep(solver.stochastic() ? step.renoise(pair.high, noise.next()) : pair.high);
            t = s;
            lambda = next;
            if (lambda < end - CLOSE) {
              eps = scope.keep(eps(state, t));
            }
          }
        }
      }
      return state;
    }

    private Tensor eps(Tensor x, double t) {
      return Estimate.of(denoiser, path, x, t).eps();
    }

    private Pair pair(Tensor x, Tensor eps, double t, double s) {
      ExponentialStep whole = ExponentialStep.of(Prediction.NOISE, path, t, s);
      double first = 1.0 / solver.order;
      Tensor slope = slope(x, eps, t, whole, first, eps.mul(new Scalar(0.0)));
      Tensor second = whole.midpoint(x, eps, slope);
      if (solver.order == 2) {
        return new Pair(whole.along(x, eps), second);
      }
      return new Pair(second, whole.along(x, eps, slope(x, eps, t, whole, 2 * first, slope)));
    }

    /** The change of the noise over the whole step, seen from a fraction of it. */
    private Tensor slope(
        Tensor x, Tensor eps, double t, ExponentialStep whole, double part, Tensor known) {
      double inner = path.timeAtLogSnr(path.logSnr(t) + 2 * part * whole.h());
      ExponentialStep there = ExponentialStep.of(Prediction.NOISE, path, t, inner);
      Tensor state = there.along(x, eps, known.mul(new Scalar(part)));
      return eps(state, inner).sub_(eps).mul_(new Scalar(1 / part));
    }

    /** The difference against what is tolerated, in root mean square. */
    private double error(Pair pair, Tensor previous) {
      Tensor allowed =
          Tensors.clamp(
              pair.low.abs().maximum(previous.abs()).mul_(new Scalar(solver.relative)),
              solver.absolute,
              Double.MAX_VALUE);
      Tensor ratio = pair.low.sub(pair.high).div_(allowed);
      return Math.sqrt(Tensors.toDoubles(ratio.square_().mean())[0]);
    }
  }

  @Override
  public boolean stochastic() {
    return eta > 0;
  }

  @Override
  public boolean imageByImage() {
    return true;
  }

  @Override
  public int convergenceOrder() {
    return stochastic() ? 1 : order;
  }

  /** At least as many as the order for each step, and one for the last. */
  @Override
  public int evaluations(int steps) {
    return order * (steps - 1) + 1;
  }
}
