package io.inkwash.solve.sde;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.AncestralStep;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.Form;
import io.inkwash.solve.History;
import io.inkwash.solve.Multistep;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Preconditions;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Tensor;

/**
 * Ancestral sampling with the second-order multistep rule of RES: down to a level below the one
 * wanted, then fresh noise up to it (Zhang et al. 2023, arXiv 2308.02157; ComfyUI's
 * res_multistep_ancestral). The distance to the output before is that of the last step down.
 *
 * @param eta 0 for no fresh noise, 1 for as much as DDPM's posterior has
 */
public record MultistepAncestral(double eta) implements Solver {
  private static final Multistep RULE = new Multistep(Multistep.Slope.EXACT, Form.CORRECTED);

  /** Checks the range. */
  public MultistepAncestral {
    Preconditions.eta(eta);
  }

  @Override
  public void check(GaussianPath path) {
    OdeVariable.NOISE.check(path, "ancestral steps");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    History history = new History(2);
    double[] passed = {0}; // log-SNR of all steps down, halved
    return history.run(
        (x, t, s) -> {
          Tensor x0 = Estimate.of(denoiser, path, x, t).x0();
          if (s == 0) {
            return x0;
          }
          AncestralStep split = AncestralStep.of(path, t, s, eta);
          ExponentialStep step = ExponentialStep.of(Prediction.DATA, path, t, split.time());
          history.record(passed[0], x0);
          passed[0] += step.h();
          return split.renoise(RULE.advance(history.size(), step, history, x), noise);
        });
  }

  @Override
  public boolean stochastic() {
    return eta > 0;
  }

  @Override
  public boolean multistep() {
    return true;
  }

  /** 1 with noise, 2 without. */
  @Override
  public int convergenceOrder() {
    return stochastic() ? 1 : 2;
  }
}
