package io.inkwash.denoise;

/** A denoiser around another whose estimate it changes; the variance stays the other's. */
public interface WrappedDenoiser extends Denoiser {

  /** The other. */
  Denoiser inner();

  @Override
  default boolean learnedVariance() {
    return inner().learnedVariance();
  }
}
