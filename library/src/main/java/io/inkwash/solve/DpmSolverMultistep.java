package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Tensor;

/**
 * DPM-Solver and DPM-Solver++ in their multistep forms, one evaluation a step: with data
 * prediction, order 2 is DPM-Solver++(2M), algorithm 2 of Lu et al. 2022, arXiv 2211.01095.
 *
 * @param prediction noise for DPM-Solver, data for DPM-Solver++
 * @param points how many answers it goes through: 1 (which is DDIM) to 3
 * @param form which third-order formula; of no effect below
 */
public record DpmSolverMultistep(Prediction prediction, int points, Form form) implements Solver {

  public DpmSolverMultistep {
    Preconditions.order("dpm-solver", points, 3);
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
    History history = new History(points);
    return history.run(
        (x, t, s) -> {
          Estimate estimate = Estimate.of(denoiser, path, x, t);
          if (s == 0) {
            return estimate.x0();
          }
          Tensor answer = prediction.of(estimate);
          history.record(ExponentialStep.lambda(path, t), answer);
          ExponentialStep step = ExponentialStep.of(prediction, path, t, s);
          int known = Math.min(points, history.size());
          return switch (known) {
            case 0 -> step.along(x, answer);
            case 2 -> Multistep.midpoint(step, history, x);
            default -> Multistep.through(known, step, history, x, form);
          };
        });
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  /** As many as the points, but 2 for the published third-order formula. */
  @Override
  public int order() {
    return form == Form.PUBLISHED ? Math.min(points, 2) : points;
  }
}
