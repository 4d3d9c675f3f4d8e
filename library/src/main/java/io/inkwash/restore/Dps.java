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
import java.util.Objects;
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
 * The model is evaluated once a step, as without it. Of the operator it needs only {@code A} and
 * {@code A^T}.
 *
 * @param inner the solver whose steps are corrected; not one with trial steps
 * @param measurement what is known; its noise is not looked at
 * @param zeta the length of the move: 0.3 to 1 in the paper
 */
public record Dps(Solver inner, Measurement measurement, double zeta) implements WrappedSolver {

  /** Checks the length. */
  public Dps {
    if (!(zeta > 0 && Double.isFinite(zeta))) {
      throw new IllegalArgumentException("zeta of DPS is " + zeta + "; allowed: above 0");
    }
    if (inner.imageByImage()) {
      throw new IllegalArgumentException(
          format(
              "DPS around %s, which goes image by image with trial steps; use ancestral or ddim",
              inner));
    }
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    Recorder recorder = new Recorder(denoiser, measurement);
    SolverState run = inner.start(path, recorder, noise);
    return run.withSteps(
        (x, t, s) -> {
          recorder.gradient = null;
          Tensor next = run.step(x, t, s);
          return next.sub(Objects.requireNonNull(recorder.gradient), new Scalar(zeta));
        });
  }

  /** Passes estimates on, and keeps the gradient of the first of a step. */
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
        Tensor x0 = estimate.x0().detach();
        // One image's distance does not depend on the others', so the sum's gradient is each one's.
        gradient = scope.keep(Grad.of(estimate.x0().mul(slope(x0)).sum(), leaf));
        Tensor variance = estimate.variance();
        return new Denoised(
            scope.keep(x0), variance == null ? null : scope.keep(variance.detach()));
      }
    }

    /** The gradient of {@code |y - A x0|} by x0: {@code A^T (A x0 - y) / |A x0 - y|}. */
    private Tensor slope(Tensor x0) {
      Tensor missing = measurement.missing(x0);
      Tensor distance = Tensors.normPerImage(missing).clamp_min(new Scalar(Double.MIN_NORMAL));
      return measurement.operator().adjoint(missing.div_(distance)).neg();
    }

    @Override
    public Denoiser inner() {
      return denoiser;
    }
  }
}
