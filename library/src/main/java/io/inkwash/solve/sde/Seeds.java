package io.inkwash.solve.sde;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.FreshNoise;
import io.inkwash.solve.InnerStages;
import io.inkwash.solve.Multistep;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import java.util.Locale;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * SEEDS-2 and SEEDS-3 in data prediction: single-step exponential solvers of the reverse SDE whose
 * inner states follow one path of its noise (Gonzalez et al. 2023, arXiv 2305.14267; ComfyUI's
 * seeds_2 and seeds_3). Without noise they are single-step DPM-Solver++. With two stages, the
 * second at the step's end, and the exact slope it is the exponential Heun method
 * (exp_heun_2_x0_sde).
 *
 * @param stages evaluations a step, 1 to 3
 * @param middle where the second of two stages lies, a fraction of the step in log-SNR: 1/2 as
 *     published
 * @param slope how two stages weigh the change between them: {@code MIDPOINT} as published
 * @param eta the share of the reverse SDE's squared diffusion: 0 for the probability flow, 1 for
 *     the reverse SDE
 * @param fresh where the noise comes from
 */
public record Seeds(int stages, double middle, Multistep.Slope slope, double eta, FreshNoise fresh)
    implements Solver {

  /** Checks the ranges. */
  public Seeds {
    Preconditions.order("seeds", stages, 3);
    Preconditions.range("middle of seeds", middle, 0.05, 1);
    if (stages != 2 && !(middle == 0.5 && slope == Multistep.Slope.MIDPOINT)) {
      throw new IllegalArgumentException(
          format(
              "seeds of %d stages with a middle of %s and slope %s; allowed: 0.5 and midpoint, or"
                  + " 2 stages",
              stages, middle, slope.name().toLowerCase(Locale.ROOT)));
    }
    Preconditions.eta(eta);
  }

  /** As published. */
  public Seeds(int stages, double eta, FreshNoise fresh) {
    this(stages, 0.5, Multistep.Slope.MIDPOINT, eta, fresh);
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    InnerStages rule = new InnerStages(Prediction.DATA, stages, eta, middle, slope);
    return (x, t, s) -> {
      Estimate estimate = Estimate.of(denoiser, path, x, t);
      if (s == 0) {
        return estimate.x0();
      }
      InnerStages.StepNoise added =
          stochastic() ? new Chain(this, path, noise, t) : InnerStages.StepNoise.NONE;
      return rule.step(path, denoiser, estimate, s, added);
    };
  }

  /** The noise of one step as it grows from inner time to inner time. */
  private static final class Chain implements InnerStages.StepNoise {
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
      Tensor before = sum;
      if (before != null && time == from) {
        return mean.add(before, new Scalar(path.sigma(time)));
      }
      double eta = solver.eta;
      double rise = ExponentialStep.lambda(path, time) - ExponentialStep.lambda(path, from);
      double deviation = Math.sqrt(-Math.expm1(-2 * eta * rise));
      Tensor draw =
          solver.fresh.draw(noise, Math.pow(path.snr(from), eta), Math.pow(path.snr(time), eta));
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
