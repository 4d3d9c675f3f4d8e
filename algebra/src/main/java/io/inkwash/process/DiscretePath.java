package io.inkwash.process;

import static io.inkwash.format.Text.format;

/**
 * DDPM's forward process, given by a table of {@link Betas} (Ho et al. 2020, arXiv 2006.11239,
 * equation 4): {@code alpha_t^2 = alphaBar_t} and {@code sigma_t^2 = 1 - alphaBar_t}.
 *
 * <p>Time is the paper's t = 0, 1, ..., T with data at 0. Most code counts its tables from 0: their
 * index k is time k + 1 here, and the noise-level input of such a network is t - 1.
 *
 * <p>Between whole times the log-SNR is interpolated linearly. Where one end of the interval has an
 * infinite log-SNR (before t = 1, and after T - 1 when no signal is left at T), alphaBar is
 * interpolated linearly instead. At a whole time, the derivatives are those of the interval below
 * it, since sampling goes down.
 */
public final class DiscretePath implements DiscreteTimes {

  private final Betas betas;
  private final double[] alphaBars;
  private final double[] variances;

  private DiscretePath(Betas betas) {
    this.betas = betas;
    this.alphaBars = betas.alphaBars();
    this.variances = new double[alphaBars.length];
    for (int t = 1; t < variances.length; t++) {
      double beta = betas.at(t);
      variances[t] = variances[t - 1] * (1 - beta) + beta;
    }
  }

  /** The process of a table of betas. */
  public static DiscretePath of(Betas betas) {
    return new DiscretePath(betas);
  }

  /** The table that the path was made from. */
  public Betas betas() {
    return betas;
  }

  @Override
  public int timesteps() {
    return betas.timesteps();
  }

  /**
   * Log of the posterior's variance for the step from {@code timestep} to the one below. At
   * timestep 1, where the variance is 0, it is the value of timestep 2 (Improved DDPM's clipping).
   *
   * @throws IllegalArgumentException if timestep is not in 1 .. T, or the table has one step only
   */
  public double clippedLogVariance(int timestep) {
    Posterior step = posterior(timestep, timestep - 1);
    if (timestep > 1) {
      return step.clippedLogVariance(step);
    }
    return step.clippedLogVariance(timesteps() > 1 ? posterior(2, 1) : step);
  }

  @Override
  public String name() {
    return "discrete " + betas.name();
  }

  @Override
  public double alpha(double t) {
    return Math.sqrt(signal(t));
  }

  @Override
  public double sigma(double t) {
    return Math.sqrt(noise(t));
  }

  @Override
  public double alphaDot(double t) {
    return signalDot(t) / (2 * alpha(t));
  }

  @Override
  public double sigmaDot(double t) {
    return -signalDot(t) / (2 * sigma(t));
  }

  @Override
  public double logSnr(double t) {
    return Math.log(signal(t)) - Math.log(noise(t));
  }

  /** One: DDPM starts from standard normal noise, whatever little signal is left at T. */
  @Override
  public double priorScale() {
    return 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DiscretePath that && betas.equals(that.betas);
  }

  @Override
  public int hashCode() {
    return betas.hashCode();
  }

  @Override
  public String toString() {
    return name();
  }

  /** alpha^2 at any time. */
  private double signal(double t) {
    int upper = upper(t);
    if (upper == t) {
      return alphaBars[upper];
    }
    double part = t - (upper - 1);
    return linear(upper)
        ? alphaBars[upper - 1] + part * (alphaBars[upper] - alphaBars[upper - 1])
        : 1 / (1 + Math.exp(-interpolatedLogSnr(upper, part)));
  }

  /** sigma^2 at any time. */
  private double noise(double t) {
    int upper = upper(t);
    if (upper == t) {
      return variances[upper];
    }
    double part = t - (upper - 1);
    return linear(upper)
        ? variances[upper - 1] + part * (variances[upper] - variances[upper - 1])
        : 1 / (1 + Math.exp(interpolatedLogSnr(upper, part)));
  }

  /** Time derivative of alpha^2, which is minus that of sigma^2. */
  private double signalDot(double t) {
    int upper = Math.max(upper(t), 1);
    if (linear(upper)) {
      return variances[upper - 1] - variances[upper];
    }
    double slope = tableLogSnr(upper) - tableLogSnr(upper - 1);
    return signal(t) * noise(t) * slope;
  }

  private double interpolatedLogSnr(int upper, double part) {
    double below = tableLogSnr(upper - 1);
    return below + part * (tableLogSnr(upper) - below);
  }

  private double tableLogSnr(int timestep) {
    return Math.log(alphaBars[timestep]) - Math.log(variances[timestep]);
  }

  /** Whether alphaBar, rather than log-SNR, is interpolated on the interval that ends at upper. */
  private boolean linear(int upper) {
    return upper == 1 || alphaBars[upper] == 0;
  }

  /** The smallest whole time at or above t. */
  private int upper(double t) {
    if (!(t >= 0 && t <= timesteps())) {
      throw new IllegalArgumentException(
          format("time %s on %s: need 0 <= t <= %d", t, name(), timesteps()));
    }
    return (int) Math.ceil(t);
  }
}
