package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * SDE-DPM-Solver++: the multistep formula on the reverse SDE, solved exactly but for the model's
 * answers (Lu et al. 2022, arXiv 2211.01095, equation 18; with eta and third order as in
 * k-diffusion's 2M-SDE and 3M-SDE).
 *
 * @param points how many answers it goes through: 1, 2 (published) or 3
 * @param eta how noisy: 0 for the probability flow, 1 for the reverse SDE
 * @param form which third-order formula; of no effect below
 */
public record DpmSolverSde(int points, double eta, Form form) implements Solver {

  public DpmSolverSde {
    Preconditions.order("dpm-solver sde", points, 3);
    if (!(eta >= 0 && eta <= 1)) {
      throw new IllegalArgumentException(
          "eta is " + eta + "; allowed: 0 (deterministic) to 1 (the reverse SDE)");
    }
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    History history = new History(points);
    return history.run(
        (x, t, s) -> {
          Tensor x0 = Estimate.of(denoiser, path, x, t).x0();
          if (s == 0) {
            return x0;
          }
          history.record(ExponentialStep.lambda(path, t), x0);
          ExponentialStep step = ExponentialStep.noisy(path, t, s, eta);
          Tensor mean = mean(step, history, x, x0);
          if (!stochastic()) {
            return mean;
          }
          double variance = -Math.expm1(-2 * eta * step.h());
          return mean.add_(noise.next(), new Scalar(path.sigma(s) * Math.sqrt(variance)));
        });
  }

  private Tensor mean(ExponentialStep step, History history, Tensor x, Tensor x0) {
    int known = Math.min(points, history.size());
    if (known == 0) {
      return step.along(x, x0);
    }
    return points == 2 && known == 2
        ? Multistep.midpoint(step, history, x)
        : Multistep.through(known, step, history, x, form);
  }

  @Override
  public boolean stochastic() {
    return eta > 0;
  }

  /** 1 with noise; else that of the multistep solver. */
  @Override
  public int order() {
    return stochastic() ? 1 : new DpmSolverMultistep(Prediction.DATA, points, form).order();
  }
}
