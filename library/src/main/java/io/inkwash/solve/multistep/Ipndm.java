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
import org.bytedeco.pytorch.Tensor;

/**
 * Improved PNDM: the multistep rule from the first step on, its order rising by one in each of the
 * first steps (Zhang and Chen 2023, arXiv 2204.13902, section 3.3 and table 2). Its weights are
 * those of equal steps, so it is first order on others; {@link Lms} has the weights of its own
 * steps (iPNDM-v).
 *
 * @param order how many outputs it uses, 1 to 4
 */
public record Ipndm(int order) implements Solver {

  /** Checks the order. */
  public Ipndm {
    Preconditions.order("ipndm", order, AdamsBashforth.STEPS);
  }

  @Override
  public void check(GaussianPath path) {
    OdeVariable.NOISE.check(path, "ipndm");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    History history = new History(order);
    return history.run(
        (x, t, s) -> {
          Tensor eps = Estimate.of(denoiser, path, x, t).eps();
          history.record(OdeVariable.NOISE.at(path, t), eps);
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
    return Math.min(order, 2);
  }
}
