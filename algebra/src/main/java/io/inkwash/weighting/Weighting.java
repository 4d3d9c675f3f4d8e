package io.inkwash.weighting;

import io.inkwash.prediction.Target;
import io.inkwash.process.GaussianPath;

/**
 * How much an error at time t counts in the training loss.
 *
 * <p>The weight is stated for the squared error of x0, whatever the network predicts, so that two
 * targets with one weighting have one loss. Weights are kept as logarithms, because on x0 they grow
 * without bound as the noise vanishes.
 */
@FunctionalInterface
public interface Weighting {

  /** Natural logarithm of the weight on the squared x0 error at time t. */
  double logOnX0(GaussianPath path, double t);

  /** Weight on the squared x0 error at time t. */
  default double onX0(GaussianPath path, double t) {
    return Math.exp(logOnX0(path, t));
  }

  /**
   * The same weight, stated for the squared error of a network's own output: an output error is an
   * x0 error times {@code det / sigma}, so this is {@code onX0 (sigma / det)^2}.
   */
  default double onTarget(GaussianPath path, double t, Target target) {
    double logRatio = Math.log(path.sigma(t)) - Math.log(Math.abs(target.determinant(path, t)));
    return Math.exp(logOnX0(path, t) + 2 * logRatio);
  }
}
