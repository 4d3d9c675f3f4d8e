package io.inkwash.solve;

import org.bytedeco.pytorch.Tensor;

/**
 * The multistep rule that exponential integrators share: the polynomial through the newest outputs,
 * integrated over the step with the exact weight of the linear part.
 *
 * @param slope how the second-order rule weighs the slope
 * @param form how the third-order rule weighs the curvature
 */
public record Multistep(Slope slope, Form form) {

  /** The published second-order rule of DPM-Solver++(2M), and third order without its fault. */
  public static final Multistep STANDARD = new Multistep(Slope.MIDPOINT, Form.CORRECTED);

  /** How the slope of two outputs is weighed. Both are second order. */
  public enum Slope {
    /** By half of the weight of the value, as published (diffusers' "midpoint"). */
    MIDPOINT,
    /** By its exact integral (diffusers' "heun", ComfyUI's RES). */
    EXACT
  }

  /**
   * Goes one step.
   *
   * @param order how many outputs to interpolate, 1 to 3 and at most the history's size
   * @param history the outputs, the newest at the start of the step
   * @param x the state at the start
   * @return the state at the end, without fresh noise
   */
  public Tensor advance(int order, ExponentialStep step, History history, Tensor x) {
    double[] moments = step.moments(order);
    if (order == 2 && slope == Slope.MIDPOINT) {
      moments[1] = 0.5 * moments[0];
    }
    if (order == 3) {
      moments[2] *= form.curvature();
    }
    double[] nodes = history.nodes(order, 0, step.h());
    return history.weighted(step.ratio(), x, step.scale(), Interpolation.weights(nodes, moments));
  }
}
