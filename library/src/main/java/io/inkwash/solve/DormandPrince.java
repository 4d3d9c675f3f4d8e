package io.inkwash.solve;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The embedded Runge-Kutta pair of orders 5 and 4 (Dormand and Prince 1980), one step of it.
 *
 * @param end the state after the step, of order 5
 * @param slope the slope there, which is the first of the next step
 * @param error estimate of the error: the difference from the result of order 4
 */
record DormandPrince(Tensor end, Tensor slope, Tensor error) {

  private static final double[] NODES = {0, 1 / 5.0, 3 / 10.0, 4 / 5.0, 8 / 9.0, 1, 1};

  /** Row i makes the state of stage i from the slopes before it; the last one is the result. */
  private static final double[][] STAGES = {
    {},
    {1 / 5.0},
    {3 / 40.0, 9 / 40.0},
    {44 / 45.0, -56 / 15.0, 32 / 9.0},
    {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
    {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0},
    {35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0}
  };

  private static final double[] ERROR = {
    71 / 57600.0, 0, -71 / 16695.0, 71 / 1920.0, -17253 / 339200.0, 22 / 525.0, -1 / 40.0
  };

  /**
   * Steps from t to t + h.
   *
   * @param first the slope at t
   */
  static DormandPrince step(Integrator.Slope equation, Tensor x, double t, double h, Tensor first) {
    Tensor[] slopes = new Tensor[STAGES.length];
    slopes[0] = first;
    Tensor state = x;
    for (int i = 1; i < STAGES.length; i++) {
      state = x.add(sum(STAGES[i], slopes, h));
      slopes[i] = equation.at(state, t + NODES[i] * h);
    }
    return new DormandPrince(state, slopes[STAGES.length - 1], sum(ERROR, slopes, h));
  }

  /**
   * The error against what is tolerated, in root mean square: 1 is just acceptable.
   *
   * @param x the state before the step
   */
  double size(Tensor x, double relative, double absolute) {
    Tensor allowed =
        x.abs().maximum(end.abs()).mul_(new Scalar(relative)).add_(new Scalar(absolute));
    return Math.sqrt(Tensors.toDoubles(error.div(allowed).square_().mean())[0]);
  }

  private static Tensor sum(double[] weights, Tensor[] slopes, double h) {
    Tensor sum = slopes[0].mul(new Scalar(h * weights[0]));
    for (int i = 1; i < weights.length; i++) {
      if (weights[i] != 0) {
        sum.add_(slopes[i], new Scalar(h * weights[i]));
      }
    }
    return sum;
  }
}
