package io.inkwash.solve.sde;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.EvenStages;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.FreshNoise;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * SEEDS-2 and SEEDS-3 in data prediction: single-step exponential solvers of the reverse SDE whose
 * inner states follow one path of its noise (Gonzalez et al. 2023, arXiv 2305.14267; ComfyUI's
 * seeds_2 and seeds_3). Without noise they are single-step DPM-Solver++.
 *
 * @param stages evaluations a step, 1 to 3
 * @param eta the share of the reverse SDE's squared diffusion: 0 for the probability flow, 1 for
 *     the reverse SDE
 * @param fresh where the noise comes from
 */
public record Seeds(int stages, double eta, FreshNoise fresh) implements Solver {

  /** Checks the ranges. */
  public Seeds {
    Preconditions.order("seeds", stages, 3);
    Preconditions.eta(eta);
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    EvenStages rule = new EvenStages(Prediction.DATA, stages, eta);
    return (x, t, s) -> {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      if (s == 0) {
        return estimate.x0();
      }
      EvenStages.StepNoise added =
          stochastic() ? new Chain(this, path, noise, t) : EvenStages.StepNoise.NONE;
      return rule.step(path, denoiser, estimate, s, added);
    };
  }

  /** The noise of one step as it grows from inner time to inner time. */
  private static final class Chain implements EvenStages.StepNoise {
    private final Seeds solver;
    private final GaussianPath path;
    private final Noise noise;
    private double from;
    private @Nullable Tensor sum; // in units of sigma

    Chain(Seeds solver, GaussianPath path, Noise noise, double from) {
      this.solver = solver;
      this.path = path;
      this.noise = noise;
      this.from = from;
    }

    @Override
    public Tensor onto(Tensor mean, double time) {
      double eta = solver.eta;
      double rise = ExponentialStep.lambda(path, time) - ExponentialStep.lambda(path, from);
      double deviation = Math.sqrt(-Math.expm1(-2 * eta * rise));
      Tensor draw =
          solver.fresh.draw(noise, Math.pow(path.snr(from), eta), Math.pow(path.snr(time), eta));
      Tensor before = sum;
      Tensor now =
          before == null
              ? draw.mul(new Scalar(deviation))
              : Tensors.combine(Math.exp(-eta * rise), before, deviation, draw);
      sum = now;
      from = time;
      return mean.add(now, new Scalar(path.sigma(time)));
    }
  }

  @Override
  public boolean stochastic() {
    return eta > 0;
  }

  /** 1 with noise; without, that of single-step DPM-Solver++. */
  @Override
  public int convergenceOrder() {
    return stochastic() ? 1 : stages;
  }

  @Override
  public int evaluations(int steps) {
    return stages * (steps - 1) + 1;
  }
}
