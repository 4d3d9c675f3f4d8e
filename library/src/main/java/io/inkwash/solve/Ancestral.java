package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * DDPM's sampler: draws x_s from the posterior q(x_s | x_t, x0) at the denoiser's x0 (Ho et al.
 * 2020, algorithm 2 and equations 6 and 7). Steps may be of any length.
 *
 * @param variance which of the two fixed variances the step has
 */
public record Ancestral(FixedVariance variance) implements Solver {

  @Override
  public Run start(GaussianPath path, Denoiser denoiser, Noise noise) {
    return (x, t, s) -> {
      Posterior q = path.posterior(t, s);
      Tensor x0 = denoiser.denoise(x, t).x0();
      Tensor mean = Tensors.combine(q.xCoefficient(), x, q.x0Coefficient(), x0);
      if (s == 0) {
        return mean; // the last step draws nothing
      }
      double sd = Math.sqrt(variance.between(path, t, s));
      return mean.add_(noise.next(), new Scalar(sd));
    };
  }

  @Override
  public boolean stochastic() {
    return true;
  }
}
