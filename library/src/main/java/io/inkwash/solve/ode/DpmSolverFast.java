package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.AncestralStep;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * DPM-Solver-fast: single-step DPM-Solver of order 3, and lower orders in the last one or two steps
 * (Lu et al. 2022, arXiv 2206.00927, section 3.4; with eta as in k-diffusion's dpm_fast). As
 * published its grid is even in log-SNR. The step to time 0 does not count as one of them.
 *
 * @param rest the order of the last step, 1 or 2; 0 for a step of order 2 and then one of order 1
 * @param eta 0 for no fresh noise, 1 for as much as DDPM's posterior has
 */
public record DpmSolverFast(int rest, double eta) implements Solver {

  /** Checks the ranges. */
  public DpmSolverFast {
    Preconditions.range("rest of dpm-fast", rest, 0, 2);
    Preconditions.eta(eta);
  }

  @Override
  public void check(GaussianPath path) {
    Prediction.NOISE.check(path, "dpm-fast");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    return new Run(this, path, denoiser, noise);
  }

  /** The order of each step of a run, without the step to time 0. */
  private int order(int done, int steps) {
    int left = steps - done;
    if (rest == 0) {
      return Math.min(3, left);
    }
    return left == 1 ? rest : 3;
  }

  private static final class Run implements SolverState {
    private final DpmSolverFast solver;
    private final GaussianPath path;
    private final Noise noise;
    private final List<SolverState> orders = new ArrayList<>();
    private int steps = Integer.MAX_VALUE;
    private int done;
    private double last;

    Run(DpmSolverFast solver, GaussianPath path, Denoiser denoiser, Noise noise) {
      this.solver = solver;
      this.path = path;
      this.noise = noise;
      for (int order = 1; order <= 3; order++) {
        orders.add(new DpmSolverSinglestep(Prediction.NOISE, order).start(path, denoiser, noise));
      }
    }

    @Override
    public void begin(double[] times) {
      int end = times.length - 1;
      steps = times[end] == 0 ? end - 1 : end;
      last = times[steps];
      done = 0;
    }

    @Override
    public Tensor step(Tensor x, double t, double s) {
      SolverState rule = orders.get(s == 0 ? 0 : solver.order(done, steps) - 1);
      done++;
      if (s == 0) {
        return rule.step(x, t, 0);
      }
      AncestralStep step = AncestralStep.of(path, t, s, solver.eta, last);
      Tensor below = rule.step(x, t, step.time());
      return solver.stochastic() ? step.renoise(below, noise.next()) : below;
    }
  }

  @Override
  public boolean stochastic() {
    return eta > 0;
  }

  /** 1 with noise; else 3 with a last step of order 2, but 2 with one of order 1, as published. */
  @Override
  public int convergenceOrder() {
    if (stochastic()) {
      return 1;
    }
    return rest == 2 ? 3 : 2;
  }

  @Override
  public int evaluations(int steps) {
    int sum = 1;
    for (int k = 0; k < steps - 1; k++) {
      sum += order(k, steps - 1);
    }
    return sum;
  }
}
