package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The variables in which the probability-flow ODE can be integrated. Its solution is the same in
 * all of them; the error of a step is not.
 */
public enum OdeVariable {
  /**
   * x against the path's own time t. The slope is {@code alpha' x0 + sigma' eps}, which jumps at
   * the timesteps of a table: continuous paths only.
   */
  TIME {
    @Override
    public double at(GaussianPath path, double t) {
      return t;
    }

    @Override
    public double timeAt(GaussianPath path, double value) {
      return value;
    }

    @Override
    public double scale(GaussianPath path, double t) {
      return 1;
    }

    @Override
    public Tensor slope(Estimate estimate) {
      return estimate.velocity();
    }

    @Override
    public void check(GaussianPath path, String solver) {
      if (path.discrete()) {
        throw new IllegalArgumentException(
            format(
                "%s in the path's time on %s: a table has no slope at its timesteps; use ddim, or variable=noise if it has one",
                solver, path.name()));
      }
      if (!Double.isFinite(path.alphaDot(path.end()))) {
        throw new IllegalArgumentException(
            format(
                "%s in the path's time on %s: alpha falls infinitely fast at t = %s; use ddim or dpm++",
                solver, path.name(), path.end()));
      }
    }
  },

  /**
   * {@code x / alpha} against {@code sigma / alpha} (Karras et al. 2022, arXiv 2206.00364, with
   * s(t) = alpha). The slope is eps, so that the flow is nearly straight.
   */
  NOISE {
    @Override
    public double at(GaussianPath path, double t) {
      return path.noiseRatio(t);
    }

    @Override
    public double timeAt(GaussianPath path, double value) {
      return path.extendedTimeAtLogSnr(-2 * Math.log(value));
    }

    @Override
    public double scale(GaussianPath path, double t) {
      return path.alpha(t);
    }

    @Override
    public Tensor slope(Estimate estimate) {
      return estimate.eps();
    }

    @Override
    public void check(GaussianPath path, String solver) {
      Preconditions.signalAtEnd(
          path, solver, "it divides by alpha; use ddim, dpm++ or variable=time");
    }
  };

  /** The variable of integration at time t: t itself, or sigma / alpha. */
  public abstract double at(GaussianPath path, double t);

  /** The time at which the variable has a value: the inverse of {@link #at}. */
  public abstract double timeAt(GaussianPath path, double value);

  /** What the state is divided by at time t: 1, or alpha. */
  public abstract double scale(GaussianPath path, double t);

  /** The derivative of the divided state by the variable, in the shape of the state. */
  public abstract Tensor slope(Estimate estimate);

  /**
   * Refuses a path at whose end the slope or the variable is infinite.
   *
   * @param solver the solver's name, for the message
   * @throws IllegalArgumentException with the reason and the remedy
   */
  public abstract void check(GaussianPath path, String solver);

  /**
   * Goes from t to s along a straight line.
   *
   * @param x [N,C,H,W] the state at t; left as it is
   * @param slope as {@link #slope} gives it
   * @return the state at s
   */
  public Tensor move(GaussianPath path, Tensor x, double t, double s, Tensor slope) {
    double scale = scale(path, s);
    double elapsed = at(path, s) - at(path, t);
    return Tensors.combine(scale / scale(path, t), x, scale * elapsed, slope);
  }
}
