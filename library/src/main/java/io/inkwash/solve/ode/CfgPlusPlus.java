package io.inkwash.solve.ode;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.WrappedDenoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * CFG++: another solver's step that takes the guided estimate of the clean image and goes on along
 * the unconditional noise (Chung et al. 2024, arXiv 2406.08070, algorithm 2; ComfyUI's cfg_pp
 * forms). It is that solver's step from the state {@code x + alpha (x0 - x0_unconditional)}, whose
 * noise by the guided estimate is the unconditional one.
 *
 * <p>Guidance must give both estimates: classifier-free++, or classifier-free of a weight other
 * than 1. Without guidance it is the other solver. With it, each step moves the state anew, so that
 * more steps guide more strongly.
 *
 * @param inner the solver, which evaluates the model first where its step begins
 */
public record CfgPlusPlus(Solver inner) implements Solver {

  @Override
  public void check(GaussianPath path) {
    inner.check(path);
  }

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    Known known = new Known(denoiser);
    SolverState run = inner.start(path, known, noise);
    return run.withSteps(
        (x, t, s) -> {
          Denoised both = denoiser.denoise(x, t);
          known.here = both;
          Tensor unconditional = both.unconditional();
          if (unconditional == null) {
            return run.step(x, t, s);
          }
          Scalar alpha = new Scalar(path.alpha(t));
          return run.step(x.add(both.x0().sub(unconditional), alpha), t, s);
        });
  }

  /** Answers the first evaluation of a step by what is known already. */
  private static final class Known implements WrappedDenoiser {
    private final Denoiser denoiser;
    private @Nullable Denoised here;

    Known(Denoiser denoiser) {
      this.denoiser = denoiser;
    }

    @Override
    public Denoised denoise(Tensor x, double t) {
      Denoised known = here;
      here = null;
      return known == null ? denoiser.denoise(x, t) : known;
    }

    @Override
    public Denoiser inner() {
      return denoiser;
    }
  }

  @Override
  public boolean stochastic() {
    return inner.stochastic();
  }

  @Override
  public boolean imageByImage() {
    return inner.imageByImage();
  }

  @Override
  public boolean multistep() {
    return inner.multistep();
  }

  /** That of the other solver, without guidance. */
  @Override
  public int convergenceOrder() {
    return inner.convergenceOrder();
  }

  @Override
  public int evaluations(int steps) {
    return inner.evaluations(steps);
  }
}
