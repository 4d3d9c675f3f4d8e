package io.inkwash.solve;

import org.bytedeco.pytorch.Tensor;

/** The linear multistep rule of PNDM and PLMS: Adams-Bashforth weights for equal steps. */
final class AdamsBashforth {
  static final int STEPS = 4;

  private static final double[][] WEIGHTS = {
    {1},
    {3 / 2.0, -1 / 2.0},
    {23 / 12.0, -16 / 12.0, 5 / 12.0},
    {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
  };

  private AdamsBashforth() {}

  /** The noise to step along, from as many answers as there are (Liu et al. 2022, equation 12). */
  static Tensor noise(History history) {
    return history.weighted(0, history.value(0), 1, WEIGHTS[history.size() - 1]);
  }
}
