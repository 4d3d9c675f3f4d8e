package io.inkwash.solve.multistep;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.Form;
import io.inkwash.solve.History;
import io.inkwash.solve.LastSteps;
import io.inkwash.solve.Multistep;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Tensor;

/**
 * DPM-Solver and DPM-Solver++ in their multistep forms, one evaluation a step: with data
 * prediction, order 2 is DPM-Solver++(2M), algorithm 2 of Lu et al. 2022, arXiv 2211.01095. With
 * the exact slope it is the exponential Adams-Bashforth method of RES (Zhang et al. 2023, arXiv
 * 2308.02157).
 *
 * @param prediction noise for DPM-Solver, data for DPM-Solver++
 * @param order how many outputs it interpolates: 1 (which is DDIM) to 3
 * @param rule the weights of slope and curvature
 * @param lastSteps the order near the end of a run
 */
public record DpmSolverMultistep(
    Prediction prediction, int order, Multistep rule, LastSteps lastSteps) implements Solver {

  /** Checks the order. */
  public DpmSolverMultistep {
    Preconditions.order("dpm-solver", order, 3);
  }

  /** With the midpoint's slope, and the full order to the end. */
  public DpmSolverMultistep(Prediction prediction, int order, Form form) {
    this(prediction, order, new Multistep(Multistep.Slope.MIDPOINT, form), LastSteps.FULL_ORDER);
  }

  /** DPM-Solver++(2M). */
  public static DpmSolverMultistep secondOrder() {
    return new DpmSolverMultistep(Prediction.DATA, 2, Form.CORRECTED);
  }

  /** DPM-Solver++(3M), corrected. */
  public static DpmSolverMultistep thirdOrder() {
    return new DpmSolverMultistep(Prediction.DATA, 3, Form.CORRECTED);
  }

  @Override
  public void check(GaussianPath path) {
    prediction.check(path, "dpm-solver");
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
          Tensor output = prediction.of(estimate);
          history.record(ExponentialStep.lambda(path, t), output);
          ExponentialStep step = ExponentialStep.of(prediction, path, t, s);
          int known = Math.min(allowed, history.size());
          return known == 0 ? step.along(x, output) : rule.advance(known, step, history, x);
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

  /** The setting's order, but 2 for the published third-order formula. */
  @Override
  public int convergenceOrder() {
    return rule.form() == Form.PUBLISHED ? Math.min(order, 2) : order;
  }
}
