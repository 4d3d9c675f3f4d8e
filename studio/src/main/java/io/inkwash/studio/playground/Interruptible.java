package io.inkwash.studio.playground;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.WrappedDenoiser;
import java.util.concurrent.CancellationException;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser that ends the run of whose thread is interrupted, also within a long step of a solver.
 *
 * @param inner the model
 */
record Interruptible(Denoiser inner) implements WrappedDenoiser {

  @Override
  public Denoised denoise(Tensor x, double t) {
    requireUninterrupted();
    return inner.denoise(x, t);
  }

  /**
   * Does nothing on a thread that is not interrupted.
   *
   * @throws CancellationException on one that is
   */
  static void requireUninterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the run was interrupted");
    }
  }
}
