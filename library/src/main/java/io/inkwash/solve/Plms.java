package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * PNDM's multistep rule from the second step on, after one improved Euler step: latent diffusion's
 * PLMS (Liu et al. 2022, arXiv 2202.09778; Rombach et al. 2022). Its weights are those of equal
 * steps, so it is second order on others.
 */
public record Plms() implements Solver {

  @Override
  public void check(GaussianPath path) {
    OdeVariable.NOISE.check(path, "plms");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    History history = new History(AdamsBashforth.STEPS);
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
          return OdeVariable.NOISE.move(path, x, t, s, AdamsBashforth.noise(history));
        });
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public int order() {
    return 2;
  }

  @Override
  public int evaluations(int steps) {
    return steps + (steps > 1 ? 1 : 0);
  }
}
