package io.inkwash.solve.multistep;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.LastSteps;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;

/**
 * SA-Solver: a stochastic Adams predictor and corrector at one or two evaluations a step (Xue et
 * al. 2023, arXiv 2309.05019, algorithm 1). The rules of two outputs have the authors' simpler
 * weights.
 *
 * @param prediction data as in the authors' default, or noise
 * @param predictor how many outputs the predictor uses, 1 to 3: 2 as in diffusers
 * @param corrector how many outputs the corrector uses, that at the step's end included, 1 to 4; 0
 *     for no corrector
 * @param tau how noisy: 0 for the probability flow, 1 for the reverse SDE
 * @param from below this fraction of the path's end no noise is drawn: 0.2 as in diffusers
 * @param to above this fraction no noise is drawn: 0.8
 * @param lastSteps the order near the end of a run
 * @param mode how often the model is evaluated
 */
public record SaSolver(
    Prediction prediction,
    int predictor,
    int corrector,
    double tau,
    double from,
    double to,
    LastSteps lastSteps,
    Mode mode)
    implements Solver {

  /** The evaluations of a step: P predicts, E evaluates, C corrects. */
  public enum Mode {
    /** Once, at the predicted state. */
    PEC,
    /** At the corrected state again, which later steps use. */
    PECE
  }

  /** Checks the ranges. */
  public SaSolver {
    Preconditions.order("sa-solver", predictor, 3);
    Preconditions.range("corrector of sa-solver", corrector, 0, 4);
    Preconditions.range("tau of sa-solver", tau, 0, 2);
    Preconditions.range("from of sa-solver", from, 0, 1);
    Preconditions.range("to of sa-solver", to, from, 1);
  }

  /** With one evaluation a step. */
  public SaSolver(
      Prediction prediction,
      int predictor,
      int corrector,
      double tau,
      double from,
      double to,
      LastSteps lastSteps) {
    this(prediction, predictor, corrector, tau, from, to, lastSteps, Mode.PEC);
  }

  @Override
  public void check(GaussianPath path) {
    prediction.check(path, "sa-solver");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    Corrected.Rule rule =
        new Corrected.Rule(
            prediction,
            predictor,
            corrector,
            0,
            prediction == Prediction.DATA ? SlopeWeight.BH1 : SlopeWeight.VARY,
            this::eta,
            lastSteps,
            mode == Mode.PECE);
    return new Corrected(rule, path, denoiser, noise);
  }

  private double eta(GaussianPath path, double t) {
    double fraction = t / path.end();
    return fraction >= from && fraction <= to ? tau * tau : 0;
  }

  @Override
  public boolean stochastic() {
    return tau > 0;
  }

  @Override
  public boolean multistep() {
    return true;
  }

  /** 1 with noise; without, the corrector's, and at most one more than the predictor's. */
  @Override
  public int convergenceOrder() {
    if (stochastic()) {
      return 1;
    }
    return corrector == 0 ? predictor : Math.min(predictor + 1, corrector);
  }

  @Override
  public int evaluations(int steps) {
    return mode == Mode.PECE && corrector > 0 ? 2 * steps - 1 : steps;
  }
}
