package io.inkwash.denoise;

import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser whose estimates are observed: those of a batch, or of one image where the solver goes
 * {@code imageByImage}.
 *
 * @param inner the model
 * @param observer receives them
 */
public record WatchedDenoiser(Denoiser inner, Observer observer) implements WrappedDenoiser {

  /** Receives estimates. */
  @FunctionalInterface
  public interface Observer {
    /**
     * Called after each evaluation.
     *
     * @param t the time of the noisy images
     * @param x0 [N,C,H,W] the estimate, which belongs to the solver
     */
    void estimated(double t, Tensor x0);
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    Denoised estimate = inner.denoise(x, t);
    observer.estimated(t, estimate.x0());
    return estimate;
  }
}
