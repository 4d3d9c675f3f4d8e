package io.inkwash.prediction;

import io.inkwash.process.GaussianPath;

/** The factor by which the noisy image is multiplied before a network sees it. */
@FunctionalInterface
public interface InputScale {

  /** The factor at time t of a path. */
  double at(GaussianPath path, double t);

  /** One: the network sees x_t as it is. */
  static InputScale identity() {
    return new Identity();
  }

  /**
   * What gives x_t unit variance for data of the given standard deviation: {@code 1 / sqrt(alpha^2
   * sigmaData^2 + sigma^2)}, EDM's c_in (Karras et al. 2022, arXiv 2206.00364, table 1).
   */
  static InputScale unitVariance(double sigmaData) {
    return new UnitVariance(sigmaData);
  }

  /** See {@link InputScale#identity()}. */
  record Identity() implements InputScale {
    @Override
    public double at(GaussianPath path, double t) {
      return 1;
    }
  }

  /**
   * See {@link InputScale#unitVariance(double)}.
   *
   * @param sigmaData standard deviation of the data, positive
   */
  record UnitVariance(double sigmaData) implements InputScale {

    /** Checks that the standard deviation is positive and finite. */
    public UnitVariance {
      if (!(sigmaData > 0 && sigmaData < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "sigmaData "
                + sigmaData
                + ": need the positive standard deviation of the data, as 0.5");
      }
    }

    @Override
    public double at(GaussianPath path, double t) {
      return 1 / Math.hypot(path.alpha(t) * sigmaData, path.sigma(t));
    }
  }
}
