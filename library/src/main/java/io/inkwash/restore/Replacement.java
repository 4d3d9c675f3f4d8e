package io.inkwash.restore;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Plain replacement: after each step, what is known is put in with the noise of that time (Song et
 * al. 2021, arXiv 2011.13456, appendix I.2; for other operators than masks Choi et al. 2021, arXiv
 * 2108.02938). What is missing is never made to fit: {@link RePaint} does that.
 *
 * @param inner the solver whose states are corrected
 * @param measurement what is known; its noise is not looked at
 */
public record Replacement(Solver inner, Measurement measurement) implements WrappedSolver {

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    SolverState run = inner.start(path, denoiser, noise);
    return run.withSteps((x, t, s) -> replaced(path, run.step(x, t, s), s, noise));
  }

  /**
   * The state at a time with what is known put in: {@code x + A^+ (alpha y + A sigma eps - A x)}.
   */
  Tensor replaced(GaussianPath path, Tensor x, double time, Noise noise) {
    double sigma = path.sigma(time);
    LinearOperator operator = measurement.operator();
    Tensor free = sigma == 0 ? x : Tensors.combine(1, x, -sigma, noise.next());
    Scalar alpha = new Scalar(path.alpha(time));
    Tensor missing = measurement.like(x).mul(alpha).sub(operator.apply(free));
    return x.add(operator.pseudoInverse(missing));
  }

  @Override
  public boolean stochastic() {
    return true;
  }
}
