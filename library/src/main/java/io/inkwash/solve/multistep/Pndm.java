package io.inkwash.solve.multistep;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.AdamsBashforth;
import io.inkwash.solve.Estimate;
import io.inkwash.solve.History;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Pseudo numerical methods: three Runge-Kutta steps, then a linear multistep rule, both with DDIM's
 * step in place of a straight line (Liu et al. 2022, arXiv 2202.09778, algorithm 2). The rule's
 * weights are those of equal steps, so it is second order on others.
 */
public record Pndm() implements Solver {

  @Override
  public void check(GaussianPath path) {
    OdeVariable.NOISE.check(path, "pndm");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    History history = new History(AdamsBashforth.STEPS);
    Flow flow = new Flow(path, denoiser);
    return history.run(
        (x, t, s) -> {
          Tensor eps = flow.eps(x, t);
          history.record(t, eps);
          boolean warm = history.size() == AdamsBashforth.STEPS || s == 0;
          return flow.move(
              x, t, s, warm ? AdamsBashforth.mean(history) : flow.rungeKutta(x, eps, t, s));
        });
  }

  /** The probability flow, its slope the noise. */
  private record Flow(GaussianPath path, Denoiser denoiser) {

    Tensor eps(Tensor x, double t) {
      return Estimate.of(denoiser, path, x, t).eps();
    }

    Tensor move(Tensor x, double t, double s, Tensor eps) {
      return OdeVariable.NOISE.move(path, x, t, s, eps);
    }

    /** The classical rule of four evaluations; the middle of the step is its middle in time. */
    Tensor rungeKutta(Tensor x, Tensor first, double t, double s) {
      double middle = 0.5 * (t + s);
      Tensor second = eps(move(x, t, middle, first), middle);
      Tensor third = eps(move(x, t, middle, second), middle);
      Tensor fourth = eps(move(x, t, s, third), s);
      return Tensors.combine(1 / 6.0, first, 1 / 6.0, fourth)
          .add_(second, new Scalar(1 / 3.0))
          .add_(third, new Scalar(1 / 3.0));
    }
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public int convergenceOrder() {
    return 2;
  }

  @Override
  public int evaluations(int steps) {
    return steps + 3 * Math.min(3, steps - 1);
  }

  @Override
  public boolean multistep() {
    return true;
  }
}
