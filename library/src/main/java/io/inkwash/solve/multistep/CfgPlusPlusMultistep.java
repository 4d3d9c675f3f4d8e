package io.inkwash.solve.multistep;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.History;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * DPM-Solver++(2M) under CFG++ as its authors and ComfyUI have it: the step of {@link
 * io.inkwash.solve.ode.CfgPlusPlus} along the guided estimate, whose slope is taken from the
 * unconditional estimate of the step before (Chung et al. 2024, arXiv 2406.08070).
 */
public record CfgPlusPlusMultistep() implements Solver {

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    History history = new History(2); // unconditional estimates
    return history.run(
        (x, t, s) -> {
          Denoised both = denoiser.denoise(x, t);
          Tensor guided = both.x0();
          if (s == 0) {
            return guided;
          }
          Tensor unconditional = both.unconditional() == null ? guided : both.unconditional();
          history.record(ExponentialStep.lambda(path, t), unconditional);
          Tensor state = x.add(guided.sub(unconditional), new Scalar(path.alpha(t)));
          ExponentialStep step = ExponentialStep.of(Prediction.DATA, path, t, s);
          if (history.size() < 2) {
            return step.along(state, guided);
          }
          double before = -history.nodes(2, 0, step.h())[1]; // in units of the step
          Tensor change = guided.sub(history.value(1)).mul_(new Scalar(1 / before));
          return step.midpoint(state, guided, change);
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

  /** Without guidance, when it is DPM-Solver++(2M). */
  @Override
  public int convergenceOrder() {
    return 2;
  }
}
