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
 * step in place of a straight line (Liu et al. 2022, arXiv 2202.09778, algorithm 2). In the path's
 * time, on straight lines, it is FON, the classical method that the paper compares with. The rule's
 * weights are those of equal steps, so it is second order on others.
 *
 * @param variable in which variable: noise for PNDM, time for FON
 */
public record Pndm(OdeVariable variable) implements Solver {

  /** PNDM. */
  public Pndm() {
    this(OdeVariable.NOISE);
  }

  @Override
  public void check(GaussianPath path) {
    variable.check(path, variable == OdeVariable.NOISE ? "pndm" : "fon");
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    History history = new History(AdamsBashforth.STEPS);
    Flow flow = new Flow(variable, path, denoiser);
    return history.run(
        (x, t, s) -> {
          Tensor slope = flow.slope(x, t);
          history.record(t, slope);
          boolean warm = history.size() == AdamsBashforth.STEPS || s == 0;
          return flow.move(
              x, t, s, warm ? AdamsBashforth.mean(history) : flow.rungeKutta(x, slope, t, s));
        });
  }

  /** The probability flow. */
  private record Flow(OdeVariable variable, GaussianPath path, Denoiser denoiser) {

    Tensor slope(Tensor x, double t) {
      return variable.slope(Estimate.of(denoiser, path, x, t));
    }

    Tensor move(Tensor x, double t, double s, Tensor slope) {
      return variable.move(path, x, t, s, slope);
    }

    /** The classical rule of four evaluations; the middle of the step is its middle in time. */
    Tensor rungeKutta(Tensor x, Tensor first, double t, double s) {
      double middle = 0.5 * (t + s);
      Tensor second = slope(move(x, t, middle, first), middle);
      Tensor third = slope(move(x, t, middle, second), middle);
      Tensor fourth = slope(move(x, t, s, third), s);
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
