package io.inkwash.solve;

import org.bytedeco.pytorch.Tensor;

/** The multistep formulas that the DPM solvers share. */
final class Multistep {
  private Multistep() {}

  /** Goes one step along the polynomial through the newest answers. */
  static Tensor through(int points, ExponentialStep step, History history, Tensor x, Form form) {
    double[] moments = step.moments(points);
    if (points == 3) {
      moments[2] *= form.curvature;
    }
    return advance(step, history, x, moments);
  }

  /**
   * Goes one step with the slope of the last two answers, in the published form that takes the
   * slope at the middle of the step: as good to second order.
   */
  static Tensor midpoint(ExponentialStep step, History history, Tensor x) {
    double[] moments = step.moments(2);
    moments[1] = 0.5 * moments[0];
    return advance(step, history, x, moments);
  }

  private static Tensor advance(ExponentialStep step, History history, Tensor x, double[] moments) {
    double[] nodes = history.nodes(moments.length, 0, step.h());
    return history.weighted(step.ratio(), x, step.scale(), Interpolation.weights(nodes, moments));
  }
}
