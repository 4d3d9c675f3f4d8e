package io.inkwash.nn;

/** What keeps the features of a plain convolutional network at a steady size. */
public enum Normalization {
  /** Nothing. */
  NONE,
  /**
   * Batch norm (Ioffe and Szegedy 2015): mean and variance of the batch in training, running ones
   * after.
   */
  BATCH,
  /** Weights divided by their largest singular value (Miyato et al. 2018). */
  SPECTRAL
}
