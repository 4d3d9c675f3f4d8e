package io.inkwash.process;

import static io.inkwash.format.Text.format;

/**
 * The variance-preserving path with {@code beta(t) = betaMin + t (betaMax - betaMin)} (Song et al.
 * 2021, arXiv 2011.13456, equation 33). Make it with {@link Vp#linear(double, double)}.
 *
 * <p>With 0.1 and 20 it is the limit of DDPM's linear table for many timesteps. At 1000 timesteps
 * the two still differ: alphaBar by up to 7 % at the noisy end.
 *
 * @param betaMin beta at t = 0, positive
 * @param betaMax beta at t = 1, at least betaMin
 * @param start where sampling ends, in (0, 1): 1e-3 for images, 1e-5 for likelihoods
 */
public record VpLinear(double betaMin, double betaMax, double start) implements Vp {

  /** Checks the ranges given above. */
  public VpLinear {
    PathPreconditions.require(
        betaMin > 0 && betaMin <= betaMax && betaMax < Double.POSITIVE_INFINITY,
        format(
            "betas from %s to %s of a VP path: need 0 < betaMin <= betaMax, as 0.1 and 20",
            betaMin, betaMax));
    PathPreconditions.requireStart(start, 1);
  }

  @Override
  public String name() {
    return format("vp linear(%s, %s)", betaMin, betaMax);
  }

  @Override
  public double end() {
    return 1;
  }

  @Override
  public double logAlpha(double t) {
    return -0.5 * t * (betaMin + 0.5 * t * (betaMax - betaMin));
  }

  @Override
  public double logAlphaDot(double t) {
    return -0.5 * (betaMin + t * (betaMax - betaMin));
  }

  @Override
  public double timeAtLogSnr(double logSnr) {
    if (logSnr <= logSnr(end())) {
      return end();
    }
    double integral = Math.log1p(Math.exp(-logSnr)); // of beta over [0, t]
    double root = Math.sqrt(betaMin * betaMin + 2 * (betaMax - betaMin) * integral);
    return 2 * integral / (betaMin + root);
  }
}
