package io.inkwash.nn;

/** How time and class enter a residual block. */
public enum Modulation {
  /** {@code norm(h + b)}: a bias a channel (Ho et al. 2020). */
  ADD,
  /**
   * {@code norm(h) (1 + s) + b}: a scale and a bias a channel after the second norm (Nichol and
   * Dhariwal 2021, section 3.3's networks); called adaptive group normalization later.
   */
  SCALE_SHIFT
}
