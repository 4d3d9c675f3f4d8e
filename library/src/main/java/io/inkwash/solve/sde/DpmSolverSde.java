package io.inkwash.solve.sde;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.Form;
import io.inkwash.solve.FreshNoise;
import io.inkwash.solve.History;
import io.inkwash.solve.LastSteps;
import io.inkwash.solve.Multistep;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * SDE-DPM-Solver and SDE-DPM-Solver++: the multistep formula on the reverse SDE, solved exactly
 * except for the model's outputs (Lu et al. 2022, arXiv 2211.01095, equations 17 and 18; with eta
 * and third order as in k-diffusion's 2M-SDE and 3M-SDE).
 *
 * @param prediction noise for SDE-DPM-Solver, data for SDE-DPM-Solver++
 * @param order how many outputs it interpolates: 1, 2 (published) or 3
 * @param eta the share of the reverse SDE's squared diffusion: 0 for the probability flow, 1 for
 *     the reverse SDE
 * @param rule the weights of slope and curvature
 * @param lastSteps the order near the end of a run
 * @param fresh where the noise comes from; the time of the Brownian path is that in which the noise
 *     of the exact solution is its increment
 */
public record DpmSolverSde(
    Prediction prediction,
    int order,
    double eta,
    Multistep rule,
    LastSteps lastSteps,
    FreshNoise fresh)
    implements Solver {

  /** Checks the ranges. */
  public DpmSolverSde {
    Preconditions.order("dpm-solver sde", order, 3);
    Preconditions.eta(eta);
    if (order == 3) { // its second step, which has two outputs
      rule = new Multistep(Multistep.Slope.EXACT, rule.form());
    }
  }

  /** In data prediction, with the midpoint's slope. */
  public DpmSolverSde(int order, double eta, Form form) {
    this(
        Prediction.DATA,
        order,
        eta,
        new Multistep(Multistep.Slope.MIDPOINT, form),
        LastSteps.FULL_ORDER,
        FreshNoise.INDEPENDENT);
  }

  @Override
  public void check(GaussianPath path) {
    prediction.check(path, "sde-dpm-solver");
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
          ExponentialStep step = ExponentialStep.of(prediction, path, t, s, eta);
          int known = Math.min(allowed, history.size());
          Tensor mean = known == 0 ? step.along(x, output) : rule.advance(known, step, history, x);
          return stochastic()
              ? mean.add_(draw(noise, path, t, s), new Scalar(step.deviation()))
              : mean;
        });
  }

  private Tensor draw(Noise noise, GaussianPath path, double t, double s) {
    return prediction == Prediction.DATA
        ? fresh.draw(noise, Math.pow(path.snr(t), eta), Math.pow(path.snr(s), eta))
        : fresh.draw(noise, 1 / path.snr(s), 1 / path.snr(t));
  }

  @Override
  public boolean stochastic() {
    return eta > 0;
  }

  @Override
  public boolean multistep() {
    return true;
  }

  /** 1 with noise; else that of the multistep solver. */
  @Override
  public int convergenceOrder() {
    return stochastic() ? 1 : rule.form() == Form.PUBLISHED ? Math.min(order, 2) : order;
  }
}
