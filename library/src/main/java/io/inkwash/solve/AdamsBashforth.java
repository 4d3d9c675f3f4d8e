package io.inkwash.solve;

import org.bytedeco.pytorch.Tensor;

/**
 * The Adams-Bashforth weights for equal steps, orders 1 to 4: the multistep rule of PNDM and its
 * relatives (Liu et al. 2022, arXiv 2202.09778, equation 12). On unequal steps it is first or
 * second order whatever the number of outputs.
 */
public final class AdamsBashforth {
  /** The highest order. */
  public static final int STEPS = 4;

  private static final double[][] WEIGHTS = {
    {1},
    {3 / 2.0, -1 / 2.0},
    {23 / 12.0, -16 / 12.0, 5 / 12.0},
    {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
  };

  private AdamsBashforth() {}

  /** The mean slope over the next step, from as many outputs as the history holds, at most 4. */
  public static Tensor mean(History history) {
    return history.weighted(0, history.value(0), 1, WEIGHTS[history.size() - 1]);
  }
}
