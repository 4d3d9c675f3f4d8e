package io.inkwash.solve.multistep;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.AdamsBashforth;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.History;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * PNDM's multistep rule from the second step on, after one improved Euler step: latent diffusion's
 * PLMS (Liu et al. 2022, arXiv 2202.09778; Rombach et al. 2022). Its weights are those of equal
 * steps, so it is second order on others.
 *
 * @param order how many outputs it uses, 2 to 4: 4 is PLMS, 2 is S-PNDM
 */
public record Plms(int order) implements Solver {

  /** Checks the order. */
  public Plms {
    Preconditions.range("order of plms", order, 2, AdamsBashforth.STEPS);
  }

  /** PLMS. */
  public Plms() {
    this(AdamsBashforth.STEPS);
  }

  @Override
  public void check(GaussianPath path) {
    OdeVariable.NOISE.check(path, "plms");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    History history = new History(order);
    return history.run(
        (x, t, s) -> {
          Tensor eps = Estimate.of(denoiser, path, x, t).eps();
          boolean first = history.size() == 0;
          history.record(t, eps);
          if (first && s > 0) {
            Tensor euler = OdeVariable.NOISE.move(path, x, t, s, eps);
            Tensor ahead = Estimate.of(denoiser, path, euler, s).eps();
            return OdeVariable.NOISE.move(path, x, t, s, eps.add(ahead).mul_(new Scalar(0.5)));
          }
          return OdeVariable.NOISE.move(path, x, t, s, AdamsBashforth.mean(history));
        });
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
    return 2;
  }

  @Override
  public int evaluations(int steps) {
    return steps + (steps > 1 ? 1 : 0);
  }
}
