package io.inkwash.solve.multistep;

import io.inkwash.process.GaussianPath;
import io.inkwash.solve.ExponentialStep;
import io.inkwash.solve.Interpolation;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Prediction;
import java.util.Arrays;

/** The variable in which {@link Deis} interpolates the noise. */
public enum DeisVariable {
  /** Half the log-SNR: diffusers' "logrho". */
  LOG_SNR {
    @Override
    double at(GaussianPath path, double t) {
      return ExponentialStep.lambda(path, t);
    }

    @Override
    double[] weights(GaussianPath path, double t, double s, double[] nodes) {
      ExponentialStep step = ExponentialStep.of(Prediction.NOISE, path, t, s);
      double[] weights = Interpolation.weights(nodes, step.moments(nodes.length));
      return Arrays.stream(weights).map(w -> w * step.scale() / path.alpha(s)).toArray();
    }
  },
  /** The level sigma / alpha, called rho: the paper's rhoAB. */
  RHO {
    @Override
    double at(GaussianPath path, double t) {
      return OdeVariable.NOISE.at(path, t);
    }

    @Override
    double[] weights(GaussianPath path, double t, double s, double[] nodes) {
      double step = at(path, s) - at(path, t);
      double[] moments = new double[nodes.length];
      Arrays.setAll(moments, k -> step / (k + 1));
      return Interpolation.weights(nodes, moments);
    }
  },
  /**
   * The path's own time, the weights found by quadrature: the paper's tAB. Continuous paths only.
   */
  TIME {
    @Override
    double at(GaussianPath path, double t) {
      return t;
    }

    @Override
    void check(GaussianPath path) {
      OdeVariable.TIME.check(path, "deis with variable=time");
    }

    @Override
    double[] weights(GaussianPath path, double t, double s, double[] nodes) {
      double[] moments = new double[nodes.length];
      for (int part = 0; part < PARTS; part++) {
        for (int k = 0; k < GAUSS_NODES.length; k++) {
          double u = (part + 0.5 * (1 + GAUSS_NODES[k])) / PARTS;
          double time = t + u * (s - t);
          double weight = 0.5 * GAUSS_WEIGHTS[k] / PARTS * (s - t) * slope(path, time);
          for (int j = 0; j < moments.length; j++) {
            moments[j] += weight * Math.pow(u, j);
          }
        }
      }
      return Interpolation.weights(nodes, moments);
    }

    /** The derivative of sigma / alpha. */
    private double slope(GaussianPath path, double t) {
      double alpha = path.alpha(t);
      return (path.sigmaDot(t) - path.sigma(t) / alpha * path.alphaDot(t)) / alpha;
    }
  };

  /** Five-point Gauss-Legendre quadrature, in so many parts of a step. */
  private static final int PARTS = 8;

  private static final double[] GAUSS_NODES = {
    -0.9061798459386640, -0.5384693101056831, 0, 0.5384693101056831, 0.9061798459386640
  };
  private static final double[] GAUSS_WEIGHTS = {
    0.2369268850561891,
    0.4786286704993665,
    0.5688888888888889,
    0.4786286704993665,
    0.2369268850561891
  };

  /** The variable at time t. */
  abstract double at(GaussianPath path, double t);

  /**
   * The weights of the noises at the nodes, newest first, so that their sum is what a step from t
   * to s adds to x / alpha.
   */
  abstract double[] weights(GaussianPath path, double t, double s, double[] nodes);

  /** Refuses a path on which the variable cannot be used. */
  void check(GaussianPath path) {}
}
