package io.inkwash.solve;

import io.inkwash.process.GaussianPath;

/** The two variances between which the true reverse step's lies (Ho et al. 2020, section 3.2). */
public enum FixedVariance {
  /** The posterior's, right for data at a single point: beta tilde. */
  SMALL {
    @Override
    double between(GaussianPath path, double t, double s) {
      return path.posterior(t, s).variance();
    }
  },
  /** The forward step's, right for normally distributed data: beta. */
  LARGE {
    @Override
    double between(GaussianPath path, double t, double s) {
      return path.transition(s, t).variance();
    }
  };

  abstract double between(GaussianPath path, double t, double s);
}
