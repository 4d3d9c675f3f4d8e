package io.inkwash.weighting;

import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;

/**
 * One term of the discrete variational bound, in nats: the divergence between the posterior of the
 * step from t to {@code s = max(t - stride, 0)} and a model step of the same variance, {@code
 * (SNR_s - SNR_t) / 2} (Ho et al. 2020, arXiv 2006.11239, equation 8).
 *
 * <p>The step that ends on the data has variance 0 and no finite term. It takes the variance of the
 * step before it, as Improved DDPM clips it.
 *
 * @param stride how far a step goes in the path's time, positive: 1 for neighboring timesteps
 */
public record StepVlb(double stride) implements Weighting {

  /** Checks that the stride is positive. */
  public StepVlb {
    if (!(stride > 0)) {
      throw new IllegalArgumentException(
          "stride " + stride + " of a bound's steps: need more than 0, as 1 on a table of betas");
    }
  }

  @Override
  public double logOnX0(GaussianPath path, double t) {
    Posterior step = path.posterior(t, Math.max(t - stride, 0));
    Posterior noisier = step.variance() > 0 ? step : path.posterior(t + stride, t);
    return Math.log(0.5) + 2 * Math.log(step.x0Coefficient()) - step.clippedLogVariance(noisier);
  }
}
