package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The two log-variances between which that of a reverse step lies.
 *
 * <p>The step that ends on the data has a posterior without variance. It takes the posterior's of
 * the step before it, as in Improved DDPM's code.
 *
 * @param small of the posterior q(x_s | x_t, x0): log of beta tilde
 * @param large of the forward step q(x_t | x_s): log of beta
 * @param last whether the step ends on the data
 */
public record VarianceRange(double small, double large, boolean last) {

  /**
   * The range of the step from t to s.
   *
   * @param before the noisier time from which the step before came; looked at only where s is 0
   * @throws IllegalArgumentException if s is 0 and there is no step before
   */
  public static VarianceRange of(GaussianPath path, double before, double t, double s) {
    Posterior posterior = path.posterior(t, s);
    boolean last = !(posterior.variance() > 0);
    if (last && !(before > t && before <= path.end())) {
      throw new IllegalArgumentException(
          format(
              "log-variance of the only step, from t = %s to the data; allowed: two or more steps",
              t));
    }
    Posterior noisier = last ? path.posterior(before, t) : posterior;
    return new VarianceRange(
        posterior.clippedLogVariance(noisier), Math.log(path.transition(s, t).variance()), last);
  }

  /** The range of the step from a timestep of a table to the one below. */
  public static VarianceRange below(GaussianPath path, double timestep) {
    return of(path, timestep + 1, timestep, timestep - 1);
  }

  /** The large log-variance as a fixed variance has it: the small one in the last step. */
  public double fixedLarge() {
    return last ? small : large;
  }

  /** The log-variance at a fraction of the range: 0 is small, 1 is large. */
  public Tensor at(Tensor fraction) {
    return fraction.mul(new Scalar(large - small)).add_(new Scalar(small));
  }
}
