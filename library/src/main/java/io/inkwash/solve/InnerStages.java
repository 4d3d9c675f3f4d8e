package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A single-step exponential rule with inner evaluations: of the probability flow as in DPM-Solver
 * (Lu et al. 2022, arXiv 2206.00927, algorithms 1 and 2), of the reverse SDE as in SEEDS (Gonzalez
 * et al. 2023, arXiv 2305.14267). A step that starts without signal is DDIM's.
 *
 * @param prediction what is interpolated
 * @param order evaluations a step, 1 to 3; those of order 3 divide the step evenly in log-SNR
 * @param eta the share of the reverse SDE's squared diffusion, 0 for the probability flow
 * @param middle where the inner evaluation of order 2 lies, a fraction of the step in log-SNR
 * @param slope how order 2 weighs the change of the outputs
 */
public record InnerStages(
    Prediction prediction, int order, double eta, double middle, Multistep.Slope slope) {

  /** The published rules: inner evaluations divide the step evenly. */
  public InnerStages(Prediction prediction, int order, double eta) {
    this(prediction, order, eta, 0.5, Multistep.Slope.MIDPOINT);
  }

  /** The noise of one step: what it adds to the mean at ever later of its times. */
  @FunctionalInterface
  public interface StepNoise {
    /** None, for the probability flow. */
    StepNoise NONE = (mean, time) -> mean;

    /** The state at a time, from its mean given the state where the step began. */
    Tensor onto(Tensor mean, double time);
  }

  /**
   * Takes the step that begins at an estimate's state.
   *
   * @param s the time to step to
   * @param fresh the noise of the step
   * @return the state at s
   */
  public Tensor step(
      GaussianPath path, Denoiser denoiser, Estimate estimate, double s, StepNoise fresh) {
    Tensor x = estimate.x();
    double t = estimate.t();
    ExponentialStep whole = ExponentialStep.of(prediction, path, t, s, eta);
    Tensor here = prediction.of(estimate);
    if (order == 1 || Double.isInfinite(whole.h())) {
      return fresh.onto(whole.along(x, here), s);
    }
    // What the outputs change by over the step, from ever later inner times.
    Tensor change = here.mul(new Scalar(0.0));
    for (int stage = 1; stage < order; stage++) {
      double part = order == 2 ? middle : (double) stage / order;
      double inner =
          part == 1 ? s : path.extendedTimeAtLogSnr(path.logSnr(t) + 2 * part * whole.h());
      ExponentialStep there = ExponentialStep.of(prediction, path, t, inner, eta);
      Tensor mean = there.along(x, here, change.mul(new Scalar(part)));
      Tensor state = fresh.onto(mean, inner);
      Tensor output = prediction.of(Estimate.of(denoiser, path, state, inner));
      change = output.sub(here).mul_(new Scalar(1 / part));
    }
    boolean half = order == 2 && slope == Multistep.Slope.MIDPOINT;
    Tensor mean = half ? whole.midpoint(x, here, change) : whole.along(x, here, change);
    return fresh.onto(mean, s);
  }
}
