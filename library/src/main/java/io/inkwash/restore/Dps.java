package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.WrappedDenoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Diffusion posterior sampling: after each step the state moves against the gradient, by the state
 * before the step, of how far the estimate is from the measurement (Chung et al. 2023, arXiv
 * 2209.14687, algorithm 1).
 *
 * <p>The move is {@code zeta} times the gradient of {@code |y - A x0(x_t)|}, as in the authors'
 * code. The paper's {@code zeta_t} over the squared norm comes to the same with half of this zeta.
 * The model is asked once a step, as without it.
 *
 * @param inner the solver whose steps are corrected; one that asks for all images at once
 * @param measurement what is known; its noise is not looked at
 * @param zeta the length of the move: 0.3 to 1 in the paper
 */
public record Dps(Solver inner, Measurement measurement, double zeta) implements WrappedSolver {

  /** Checks the length. */
  public Dps {
    if (!(zeta > 0 && Double.isFinite(zeta))) {
      throw new IllegalArgumentException("zeta of DPS is " + zeta + "; allowed: above 0");
    }
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    Recorder recorder = new Recorder(denoiser, measurement);
    SolverState run = inner.start(path, recorder, noise);
    return new SolverState() {
      @Override
      public Tensor step(Tensor x, double t, double s) {
        recorder.gradient = null;
        Tensor next = run.step(x, t, s);
        Tensor gradient = recorder.gradient;
        if (gradient == null) {
          throw new IllegalArgumentException(
              format(
                  "DPS around %s, which does not ask for the whole batch at once; use ancestral or ddim",
                  inner));
        }
        return next.sub(gradient, new Scalar(zeta));
      }

      @Override
      public void close() {
        run.close();
      }
    };
  }

  /** Passes answers on, and keeps the gradient of the first. */
  private static final class Recorder implements WrappedDenoiser {
    private final Denoiser denoiser;
    private final Measurement measurement;
    private @Nullable Tensor gradient;

    Recorder(Denoiser denoiser, Measurement measurement) {
      this.denoiser = denoiser;
      this.measurement = measurement;
    }

    @Override
    public Denoised denoise(Tensor x, double t) {
      if (gradient != null) {
        return denoiser.denoise(x, t);
      }
      try (TensorScope scope = TensorScope.open();
          Grad on = Grad.on()) {
        Tensor leaf = x.detach().requires_grad_(true);
        Denoised estimate = denoiser.denoise(leaf, t);
        // One image's distance does not depend on the others', so the sum's gradient is each one's.
        Tensor distance = Tensors.normPerImage(measurement.missing(estimate.x0())).sum();
        gradient = scope.keep(Grad.of(distance, leaf));
        Tensor variance = estimate.variance();
        return new Denoised(
            scope.keep(estimate.x0().detach()),
            variance == null ? null : scope.keep(variance.detach()));
      }
    }

    @Override
    public Denoiser inner() {
      return denoiser;
    }

    @Override
    public Denoiser only(int image) {
      return denoiser.only(image);
    }
  }
}
