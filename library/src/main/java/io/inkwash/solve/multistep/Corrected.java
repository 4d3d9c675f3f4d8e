package io.inkwash.solve.multistep;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.History;
import io.inkwash.solve.Interpolation;
import io.inkwash.solve.LastSteps;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Recent;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * One run of a multistep predictor whose result is corrected once the model has been evaluated
 * there, at no further evaluation unless the model is evaluated at the corrected state again: the
 * rule of UniPC and, with fresh noise, of SA-Solver. The correction repeats the step, noise
 * included, with the output at its end.
 */
final class Corrected implements SolverState {

  /**
   * The settings of a run.
   *
   * @param prediction what is interpolated
   * @param predictor how many outputs the predictor uses at most
   * @param corrector how many outputs the corrector uses at most, the one at the step's end
   *     included; 0 for none
   * @param uncorrected the first steps that are not corrected
   * @param weight the weight of the slope in rules of two outputs
   * @param eta the share of the reverse SDE's squared diffusion in a step from a time
   * @param lastSteps the order near the end
   * @param evaluatedAgain whether the model is evaluated at corrected states too (PECE)
   */
  record Rule(
      Prediction prediction,
      int predictor,
      int corrector,
      int uncorrected,
      SlopeWeight weight,
      Eta eta,
      LastSteps lastSteps,
      boolean evaluatedAgain) {}

  /** The share of fresh noise of a step. */
  @FunctionalInterface
  interface Eta {
    double from(GaussianPath path, double t);
  }

  private final Rule rule;
  private final GaussianPath path;
  private final Denoiser denoiser;
  private final Noise noise;
  private final History history;
  private final LastSteps.Countdown countdown;
  private final Recent before = new Recent(1); // the last corrected state
  private final Recent fresh = new Recent(1); // the noise of the step from it
  private double from; // its time
  private int corrector; // its order, lowered near the end
  private int steps;

  Corrected(Rule rule, GaussianPath path, Denoiser denoiser, Noise noise) {
    this.rule = rule;
    this.path = path;
    this.denoiser = denoiser;
    this.noise = noise;
    this.history = new History(Math.max(rule.predictor, Math.max(2, rule.corrector)));
    this.countdown = rule.lastSteps.countdown();
  }

  @Override
  public void begin(double[] times) {
    countdown.begin(times);
  }

  @Override
  public Tensor step(Tensor x, double t, double s) {
    Estimate estimate = Estimate.of(denoiser, path, x, t);
    int lowered = corrector; // of the step that ended here
    int predictor = countdown.next(rule.predictor);
    corrector = rule.corrector - (rule.predictor - predictor);
    boolean first = steps++ <= rule.uncorrected;
    if (s == 0 && !rule.evaluatedAgain) {
      return estimate.x0();
    }
    Tensor output = rule.prediction.of(estimate);
    int known = history.size();
    history.record(ExponentialStep.lambda(path, t), output);
    Tensor state = x;
    if (rule.corrector > 0 && known > 0 && !first) {
      state = correct(Math.min(lowered, known + 1), t);
      if (rule.evaluatedAgain) {
        estimate = Estimate.of(denoiser, path, state, t);
        output = rule.prediction.of(estimate);
        history.replace(output);
      }
    }
    if (s == 0) {
      return estimate.x0();
    }
    before.add(state);
    from = t;
    return predict(state, output, Math.min(predictor, history.size()), t, s);
  }

  /** From the newest outputs alone. */
  private Tensor predict(Tensor x, Tensor output, int known, double t, double s) {
    ExponentialStep step = ExponentialStep.of(rule.prediction, path, t, s, rule.eta.from(path, t));
    Tensor mean = step.along(x, output);
    if (known > 0) {
      double[] moments = step.moments(known);
      if (known == 2) {
        moments[1] = rule.weight.of(step);
      }
      mean = advance(step, x, history.nodes(known, 0, step.h()), moments);
    }
    if (step.deviation() == 0) {
      return mean;
    }
    fresh.add(noise.next());
    return mean.add_(fresh.at(0), new Scalar(step.deviation()));
  }

  /** The last step once more, now that the output at its end is known. */
  private Tensor correct(int count, double t) {
    ExponentialStep step =
        ExponentialStep.of(rule.prediction, path, from, t, rule.eta.from(path, from));
    double[] moments = step.moments(count);
    if (count == 2) {
      moments[1] = rule.weight.of(step);
    }
    Tensor mean = advance(step, before.at(0), history.nodes(count, 1, step.h()), moments);
    return step.deviation() == 0 ? mean : mean.add_(fresh.at(0), new Scalar(step.deviation()));
  }

  private Tensor advance(ExponentialStep step, Tensor x, double[] nodes, double[] moments) {
    double[] weights = Interpolation.weights(nodes, moments);
    return history.weighted(step.ratio(), x, step.scale(), weights);
  }

  @Override
  public void close() {
    history.close();
    before.close();
    fresh.close();
  }
}
