package io.inkwash.process;

/**
 * A function that rises strictly from 0 at 0 to 1 at 1: how a {@link VpLogSnr} goes from its first
 * log-SNR to its last.
 */
public interface Rise {

  /** The function at u in [0, 1]. */
  double at(double u);

  /** Its derivative, above 0. */
  double slope(double u);

  /** Its second derivative. */
  double curvature(double u);

  /** A straight line. */
  static Rise linear() {
    return new Linear();
  }

  /** See {@link Rise#linear()}. */
  record Linear() implements Rise {
    @Override
    public double at(double u) {
      return u;
    }

    @Override
    public double slope(double u) {
      return 1;
    }

    @Override
    public double curvature(double u) {
      return 0;
    }
  }
}
