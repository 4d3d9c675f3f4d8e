package io.inkwash.solve.sde;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.VarianceRange;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;
import io.inkwash.solve.Noise;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * DDPM's sampler with a variance that the model has learned, a value a pixel between the small and
 * the large one (Nichol and Dhariwal 2021, arXiv 2102.09672, equation 15).
 */
public record LearnedAncestral() implements Solver {

  @Override
  public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
    if (!denoiser.learnedVariance()) {
      throw new IllegalArgumentException(
          "ancestral-learned needs a model that predicts variances, and this one does not: use"
              + " ancestral with variance small or large");
    }
    return (x, t, s) -> {
      Posterior q = path.posterior(t, s);
      Denoised estimate = denoiser.denoise(x, t);
      Tensor mean = Tensors.combine(q.xCoefficient(), x, q.x0Coefficient(), estimate.x0());
      Tensor fraction = estimate.variance();
      if (s == 0 || fraction == null) {
        return mean;
      }
      Tensor logVariance = VarianceRange.of(path, t, t, s).at(fraction);
      Tensor deviation = logVariance.mul_(new Scalar(0.5)).exp_();
      return mean.add_(deviation.mul_(noise.next()));
    };
  }

  @Override
  public boolean stochastic() {
    return true;
  }

  @Override
  public boolean needsVariance() {
    return true;
  }
}
