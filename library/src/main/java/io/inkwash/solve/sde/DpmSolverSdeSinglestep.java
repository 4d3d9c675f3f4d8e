package io.inkwash.solve.sde;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.AncestralStep;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.FreshNoise;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Single-step DPM-Solver++ on the reverse SDE, two evaluations a step: k-diffusion's "DPM++ SDE"
 * (after Lu et al. 2022, arXiv 2211.01095). With {@link FreshNoise#BROWNIAN} all numbers of steps
 * follow one path: its time is the signal-to-noise ratio, in which the noise of the exact solution
 * is the path's increment.
 *
 * @param eta 0 for no fresh noise, 1 for as much as DDPM's posterior has
 * @param middle where the inner evaluation lies, a fraction of the step in log-SNR: 1/2
 * @param fresh where the noise comes from
 */
public record DpmSolverSdeSinglestep(double eta, double middle, FreshNoise fresh)
    implements Solver {

  /** Checks the ranges. */
  public DpmSolverSdeSinglestep {
    Preconditions.eta(eta);
    Preconditions.range("middle of dpm++sde-single", middle, 0.05, 1);
  }

  @Override
  public void check(GaussianPath path) {
    Preconditions.signalAtEnd(
        path, "dpm++sde-single", "its levels are sigma / alpha; use dpm++sde or ancestral");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return (x, t, s) -> {
      Tensor x0 = Estimate.of(denoiser, path, x, t).x0();
      if (s == 0) {
        return x0;
      }
      double h = path.logSnr(s) - path.logSnr(t);
      double inner = path.timeAtLogSnr(path.logSnr(t) + middle * h);
      Tensor halfway = step(path, x, x0, t, inner, noise);
      Tensor ahead = Estimate.of(denoiser, path, halfway, inner).x0();
      double weight = 1 / (2 * middle);
      return step(path, x, Tensors.combine(1 - weight, x0, weight, ahead), t, s, noise);
    };
  }

  private Tensor step(GaussianPath path, Tensor x, Tensor x0, double t, double s, Noise noise) {
    AncestralStep split = AncestralStep.of(path, t, s, eta);
    Tensor below = ExponentialStep.of(Prediction.DATA, path, t, split.time()).along(x, x0);
    return stochastic() ? split.renoise(below, fresh.draw(noise, path.snr(t), path.snr(s))) : below;
  }

  @Override
  public boolean stochastic() {
    return eta > 0;
  }

  /** 1 with noise, in mean and variance and along the path; 2 without. */
  @Override
  public int convergenceOrder() {
    return stochastic() ? 1 : 2;
  }

  @Override
  public int evaluations(int steps) {
    return 2 * steps - 1;
  }
}
