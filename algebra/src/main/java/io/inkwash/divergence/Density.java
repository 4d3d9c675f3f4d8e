package io.inkwash.divergence;

/** A probability density, or a probability, over points. */
@FunctionalInterface
public interface Density {

  /** The natural logarithm of the density at a point; minus infinity where it is zero. */
  double logDensity(double... point);
}
