package io.inkwash.prediction;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;

/**
 * The mean of {@code q(x_s | x_t, x0)} for the step from t down to {@code s = max(t - stride, 0)}:
 * DDPM's mu (Ho et al. 2020, arXiv 2006.11239, equation 8).
 *
 * <p>Improved DDPM's code with its "previous x" model clamps the estimate of x0 to the range of
 * pixels but steps by the network's own mean, so there the clamp reaches the reported x0 alone.
 * Here every output is read as x0 first, and a threshold on x0 changes the mean of the step as
 * well. The two agree where nothing is clamped.
 *
 * @param stride how far the step goes in the path's time, positive: 1 for neighboring timesteps
 */
public record PosteriorMean(double stride) implements Target {

  /** Checks that the stride is positive. */
  public PosteriorMean {
    if (!(stride > 0)) {
      throw new IllegalArgumentException(
          "stride " + stride + " of a posterior mean: need more than 0, as 1 on a table of betas");
    }
  }

  @Override
  public String name() {
    return "posterior-mean";
  }

  @Override
  public double x0Coefficient(GaussianPath path, double t) {
    Posterior step = step(path, t);
    return step.xCoefficient() * path.alpha(t) + step.x0Coefficient();
  }

  @Override
  public double epsCoefficient(GaussianPath path, double t) {
    return step(path, t).xCoefficient() * path.sigma(t);
  }

  /** {@code a sigma - b alpha} without the terms that cancel. */
  @Override
  public double determinant(GaussianPath path, double t) {
    return step(path, t).x0Coefficient() * path.sigma(t);
  }

  /** Refuses also a stride as long as the path, every step of which ends on the data. */
  @Override
  public void check(GaussianPath path) {
    if (stride >= path.end()) {
      throw new IllegalArgumentException(
          format(
                  "posterior mean over steps of %s on %s, which ends at t = %s:",
                  stride, path.name(), path.end())
              + " need a shorter stride, as "
              + 0.001 * path.end());
    }
    Target.super.check(path);
  }

  private Posterior step(GaussianPath path, double t) {
    return path.posterior(t, Math.max(t - stride, 0));
  }
}
