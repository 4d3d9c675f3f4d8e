package io.inkwash.restore;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SolverState;
import io.inkwash.solve.sde.PredictorCorrector;
import org.bytedeco.pytorch.Tensor;

/**
 * Replacement with Langevin corrections: what is known is put in with noise after each correction
 * and after the predictor's step, so that corrections make what is missing fit to it (Song et al.
 * 2021, arXiv 2011.13456, appendix I.2; the authors' PC inpainting). The known part is that of the
 * level reached; the authors' code puts in that of the level left after the predictor too.
 *
 * @param inner the predictor and the corrections
 * @param measurement what is known; its noise is not looked at
 */
public record CorrectedReplacement(PredictorCorrector inner, Measurement measurement)
    implements WrappedSolver {

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    check(path);
    Replacement replacement = new Replacement(inner.predictor(), measurement);
    SolverState run = replacement.start(path, denoiser, noise);
    return run.withSteps(
        (x, t, s) -> {
          Tensor state = x;
          for (int n = 0; n < inner.corrections(); n++) {
            Tensor corrected = inner.corrected(path, denoiser, noise, state, t, s);
            state = replacement.replaced(path, corrected, t, noise);
          }
          return run.step(state, t, s);
        });
  }

  @Override
  public boolean stochastic() {
    return true;
  }
}
