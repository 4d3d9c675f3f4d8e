package io.inkwash.process;

import static io.inkwash.format.Text.format;

/**
 * The variance-preserving path of variational diffusion models (Kingma et al. 2021, arXiv
 * 2107.00630, section 3.1), which is given by its log-SNR: {@code sigma^2 = sigmoid(gamma)} and
 * {@code alpha^2 = sigmoid(-gamma)}, where {@code gamma(t) = -logSnr(t)} goes from {@code gamma0}
 * at the {@link #start} to {@code gamma1} at 1.
 *
 * <p>The paper's time is {@code u = (t - start) / (1 - start)}. Before the start, which the paper
 * does not have, the noise ratio falls to zero in a straight line.
 *
 * @param gamma0 minus the log-SNR of the least noise, -13.3 in the paper
 * @param gamma1 minus the log-SNR of the most noise, 5 in the paper; above gamma0
 * @param rise how gamma goes from the one to the other
 */
public record VpLogSnr(double gamma0, double gamma1, Rise rise) implements Vp {
  private static final double START = 1e-4;

  /** Checks the ends. */
  public VpLogSnr {
    PathPreconditions.require(
        gamma0 < gamma1 && Double.isFinite(gamma1 - gamma0),
        format(
            "a path whose log-SNR goes from %s to %s; allowed: finite numbers, the second smaller",
            -gamma0, -gamma1));
  }

  @Override
  public String name() {
    return format("log-snr(%.4g to %.4g)", -gamma0, -gamma1);
  }

  @Override
  public double start() {
    return START;
  }

  @Override
  public double end() {
    return 1;
  }

  /** Minus the {@link #logSnr}. */
  public double gamma(double t) {
    return t < START
        ? gamma0 + 2 * Math.log(t / START)
        : gamma0 + (gamma1 - gamma0) * rise.at(fraction(t));
  }

  /** The derivative of {@link #gamma}: infinite at t = 0. */
  public double gammaDot(double t) {
    return t < START ? 2 / t : (gamma1 - gamma0) * rise.slope(fraction(t)) / (1 - START);
  }

  /** The paper's time of a time from the start on: 0 at the start and 1 at the end. */
  public double fraction(double t) {
    return (t - START) / (1 - START);
  }

  @Override
  public double logSnr(double t) {
    return -gamma(t);
  }

  @Override
  public double logSnrDot(double t) {
    return -gammaDot(t);
  }

  @Override
  public double logAlpha(double t) {
    return -0.5 * Math.log1p(Math.exp(gamma(t)));
  }

  @Override
  public double logAlphaDot(double t) {
    return t == 0 ? 0 : -0.5 * gammaDot(t) / (1 + Math.exp(-gamma(t)));
  }

  @Override
  public double sigmaDot(double t) {
    return t == 0 ? Math.exp(0.5 * gamma0) / START : Vp.super.sigmaDot(t);
  }
}
