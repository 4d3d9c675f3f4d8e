package io.inkwash.solve.multistep;

import io.inkwash.solve.ExponentialStep;

/** The weight of the slope in rules of two outputs: UniPC's function B(h), halved. */
public enum SlopeWeight {
  /** {@code B(h) = h}. */
  BH1 {
    @Override
    double of(ExponentialStep step) {
      return 0.5 * step.h();
    }
  },
  /** {@code B(h) = exp(h) - 1}, with the sign of h that the prediction has. */
  BH2 {
    @Override
    double of(ExponentialStep step) {
      return 0.5 * step.moments(1)[0];
    }
  },
  /** The exact integral: the authors' "vary_coeff". */
  VARY {
    @Override
    double of(ExponentialStep step) {
      return step.moments(2)[1];
    }
  };

  abstract double of(ExponentialStep step);
}
