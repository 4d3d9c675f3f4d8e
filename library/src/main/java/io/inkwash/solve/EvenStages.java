package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A single-step exponential rule whose inner evaluations divide the step evenly in log-SNR: of the
 * probability flow as in DPM-Solver (Lu et al. 2022, arXiv 2206.00927, algorithms 1 and 2), of the
 * reverse SDE as in SEEDS (Gonzalez et al. 2023, arXiv 2305.14267). A step that starts without
 * signal is DDIM's.
 *
 * @param prediction what is interpolated
 * @param order evaluations a step, 1 to 3
 * @param eta the share of the reverse SDE's squared diffusion, 0 for the probability flow
 */
public record EvenStages(Prediction prediction, int order, double eta) {

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
    // The slope of the outputs, in units of 1 / h, from ever later inner times.
    Tensor slope = here.mul(new Scalar(0.0));
    for (int stage = 1; stage < order; stage++) {
      double part = (double) stage / order;
      double inner = path.extendedTimeAtLogSnr(path.logSnr(t) + 2 * part * whole.h());
      ExponentialStep there = ExponentialStep.of(prediction, path, t, inner, eta);
      Tensor mean = there.along(x, here, slope.mul(new Scalar(part)));
      Tensor state = fresh.onto(mean, inner);
      Tensor output = prediction.of(Estimate.of(denoiser, path, state, inner));
      slope = output.sub(here).mul_(new Scalar(1 / part));
    }
    Tensor mean = order == 2 ? whole.midpoint(x, here, slope) : whole.along(x, here, slope);
    return fresh.onto(mean, s);
  }
}
