package io.inkwash.solve.multistep;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.LastSteps;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;

/**
 * UniPC, a multistep predictor whose result is corrected once the model has been evaluated there,
 * at no further evaluation (Zhao et al. 2023, arXiv 2302.04867, algorithms 1 to 3).
 *
 * <p>The variants differ where the paper simplifies: in the predictor of order 2 and the corrector
 * of order 1.
 *
 * @param prediction data as in the authors' default, or noise
 * @param order the paper's order p of the predictor, 1 to 3
 * @param variant the paper's function B(h)
 * @param corrector whether results are corrected, which adds 1 to the order of convergence
 * @param uncorrected how many steps at the start are not corrected (diffusers' disable_corrector);
 *     0 as published
 * @param lastSteps the order near the end of a run
 */
public record UniPc(
    Prediction prediction,
    int order,
    SlopeWeight variant,
    Corrector corrector,
    int uncorrected,
    LastSteps lastSteps)
    implements Solver {

  /** Whether there is a corrector. */
  public enum Corrector {
    /** UniPC. */
    ON,
    /** The predictor alone, UniP. */
    OFF
  }

  /** Checks the ranges. */
  public UniPc {
    Preconditions.order("unipc", order, 3);
    if (uncorrected < 0) {
      throw new IllegalArgumentException(
          format("unipc leaves %d steps uncorrected; allowed: 0 or more", uncorrected));
    }
  }

  /** In data prediction, all steps corrected, with the full order to the end. */
  public UniPc(int order, SlopeWeight variant, Corrector corrector) {
    this(Prediction.DATA, order, variant, corrector, 0, LastSteps.FULL_ORDER);
  }

  @Override
  public void check(GaussianPath path) {
    prediction.check(path, "unipc");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    int corrected = corrector == Corrector.ON ? order + 1 : 0;
    Corrected.Rule rule =
        new Corrected.Rule(
            prediction, order, corrected, uncorrected, variant, (p, t) -> 0, lastSteps, false);
    return new Corrected(rule, path, denoiser, noise);
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
    return corrector == Corrector.ON ? order + 1 : order;
  }
}
