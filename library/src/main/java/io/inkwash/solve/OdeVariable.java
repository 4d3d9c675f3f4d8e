package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The variables in which a solver of ordinary differential equations sees the probability flow. The
 * flow is the same in all of them; the error of a step is not.
 */
public enum OdeVariable {
  /**
   * x against the path's own time t. The slope is {@code alpha' x0 + sigma' eps}, which jumps at
   * the timesteps of a table: continuous paths only.
   */
  TIME {
    @Override
    double at(GaussianPath path, double t) {
      return t;
    }

    @Override
    double scale(GaussianPath path, double t) {
      return 1;
    }

    @Override
    Tensor slope(Estimate estimate) {
      return estimate.velocity();
    }

    @Override
    void check(GaussianPath path, String solver) {
      if (path.discrete()) {
        throw new IllegalArgumentException(
            format(
                "%s in the path's time on %s: a table has no slope at its timesteps; use ddim, or clock=noise if it has one",
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
    double at(GaussianPath path, double t) {
      return path.sigma(t) / path.alpha(t);
    }

    @Override
    double scale(GaussianPath path, double t) {
      return path.alpha(t);
    }

    @Override
    Tensor slope(Estimate estimate) {
      return estimate.eps();
    }

    @Override
    void check(GaussianPath path, String solver) {
      Preconditions.signalAtEnd(path, solver, "it divides by alpha; use ddim, dpm++ or clock=time");
    }
  };

  /** What the clock shows at time t. */
  abstract double at(GaussianPath path, double t);

  /** What the state is divided by. */
  abstract double scale(GaussianPath path, double t);

  /** The derivative of the divided state by the clock. */
  abstract Tensor slope(Estimate estimate);

  /** Refuses a path at whose end the slope or the clock is infinite. */
  abstract void check(GaussianPath path, String solver);

  /** Goes from t to s along a straight line. */
  Tensor move(GaussianPath path, Tensor x, double t, double s, Tensor slope) {
    double scale = scale(path, s);
    double elapsed = at(path, s) - at(path, t);
    return Tensors.combine(scale / scale(path, t), x, scale * elapsed, slope);
  }
}
