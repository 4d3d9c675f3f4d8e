package io.inkwash.process;

import static io.inkwash.format.Text.format;

/**
 * A forward process: {@code x_t = alpha(t) x0 + sigma(t) eps} with {@code eps ~ N(0, I)}.
 *
 * <p>Time 0 is data and {@link #end()} is the noisiest time. {@code alpha} is the signal scale,
 * which is DDPM's sqrt(alphaBar) and never its square. {@code sigma} is the standard deviation of
 * the noise. A path promises {@code alpha(0) = 1}, {@code sigma(0) = 0} and a signal-to-noise ratio
 * that falls strictly from 0 to the end. All else follows from the two functions and is given here
 * as default methods.
 *
 * <p>Every function is defined for {@code 0 <= t <= end()}. A derivative may be infinite at the
 * very ends. Paths are immutable values and safe to share between threads.
 */
public interface GaussianPath {

  /** What the path is called in tables and messages, parameters included. */
  String name();

  /** Signal scale at time t, from 1 at t = 0 towards 0 (or 1 throughout). */
  double alpha(double t);

  /** Noise level at time t: a standard deviation, 0 at t = 0. */
  double sigma(double t);

  /** Time derivative of {@link #alpha}. */
  double alphaDot(double t);

  /** Time derivative of {@link #sigma}. */
  double sigmaDot(double t);

  /**
   * The smallest time at which a network is evaluated. Sampling goes from {@link #end()} down to
   * here, and from here to 0 in one last step. Training times lie between here and the end.
   */
  double start();

  /** The noisiest time. */
  double end();

  /**
   * Whether this path is a table of timesteps: whether networks are trained at the whole times 1,
   * 2, ..., {@link #end()} only.
   *
   * <p>Times in between are allowed in sampling. The path is defined there, and a network whose
   * noise-level input is a real number can be evaluated there, as the published solvers do that
   * have inner times (single-step DPM-Solver), raise the noise (EDM's churn) or use fractional
   * grids. What belongs to one timestep, such as a learned variance, is that of the nearest.
   */
  default boolean discrete() {
    return false;
  }

  /** The nearest time in [start, end] at which networks of this path are trained. */
  default double snap(double t) {
    return Math.min(Math.max(t, start()), end());
  }

  /**
   * Spreads a number u in [0, 1) evenly over the times at which networks are trained. For u
   * uniform, the result is a uniform training time.
   */
  default double spread(double u) {
    return start() + u * (end() - start());
  }

  /** Signal-to-noise ratio {@code alpha^2 / sigma^2}: infinite at t = 0. */
  default double snr(double t) {
    return Math.exp(logSnr(t));
  }

  /** Natural logarithm of {@link #snr}. */
  default double logSnr(double t) {
    return 2 * (Math.log(alpha(t)) - Math.log(sigma(t)));
  }

  /** Time derivative of {@link #logSnr}: negative. */
  default double logSnrDot(double t) {
    return 2 * (alphaDot(t) / alpha(t) - sigmaDot(t) / sigma(t));
  }

  /**
   * The time at which the log-SNR has the given value: the inverse of {@link #logSnr}. Values that
   * the path does not reach give the nearer end, 0 or {@link #end()}.
   */
  default double timeAtLogSnr(double logSnr) {
    double low = 0;
    double high = end();
    if (logSnr <= logSnr(high)) {
      return high;
    }
    while (true) {
      double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) {
        return high;
      }
      if (logSnr(middle) > logSnr) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  /** The noise level relative to the signal, {@code sigma / alpha}: infinite where no signal is. */
  default double noiseRatio(double t) {
    return sigma(t) / alpha(t);
  }

  /**
   * The time at which the noise ratio has the given value: the inverse of {@link #noiseRatio}.
   * Values that the path does not reach give the nearer end, 0 or {@link #end()}.
   */
  default double timeAtNoiseRatio(double ratio) {
    return timeAtLogSnr(-2 * Math.log(ratio));
  }

  /**
   * Whether any signal is left at the noisiest time. Where none is, a formula that divides by alpha
   * cannot be used there.
   */
  default boolean signalAtEnd() {
    return alpha(end()) != 0;
  }

  /**
   * {@link #timeAtLogSnr} that may pass {@link #end()}, on a path whose functions go on there: one
   * whose networks take the noise level itself, so that there is no last one. On any other path it
   * is the same function.
   */
  default double extendedTimeAtLogSnr(double logSnr) {
    return timeAtLogSnr(logSnr);
  }

  /**
   * The linear drift f of the process seen as an SDE, {@code dx = f(t) x dt + g(t) dw}: {@code
   * alpha' / alpha} (Kingma et al. 2021, arXiv 2107.00630). Minus infinity where no signal is left.
   */
  default double drift(double t) {
    return alphaDot(t) / alpha(t);
  }

  /** The squared diffusion {@code g(t)^2} of the same SDE: {@code 2 sigma sigma' - 2 f sigma^2}. */
  default double diffusionSquared(double t) {
    double sigma = sigma(t);
    return 2 * sigma * (sigmaDot(t) - drift(t) * sigma);
  }

  /**
   * The forward step from s to a noisier t, {@code q(x_t | x_s)}.
   *
   * <p>Its variance on neighboring timesteps is DDPM's beta, and on a strided list it is the beta
   * of the strided process ("fixed large" variance).
   *
   * @throws IllegalArgumentException unless {@code 0 <= s < t <= end()}
   */
  default Transition transition(double s, double t) {
    requireStep(t, s);
    double sigma = sigma(t);
    return new Transition(alpha(t) / alpha(s), sigma * sigma * noiseShare(t, s));
  }

  /**
   * The backward step from t to a cleaner s when the data is known, {@code q(x_s | x_t, x0)}.
   *
   * <p>With {@code r = alpha_t / alpha_s} and {@code q = sigma_t^2 - r^2 sigma_s^2}, its mean is
   * {@code (r sigma_s^2 / sigma_t^2) x_t + (alpha_s q / sigma_t^2) x0} and its variance {@code q
   * sigma_s^2 / sigma_t^2}. On neighboring timesteps of a {@link DiscretePath} this is DDPM's
   * posterior (Ho et al. 2020, arXiv 2006.11239, equations 6 and 7), its variance "fixed small".
   *
   * @throws IllegalArgumentException unless {@code 0 <= s < t <= end()}
   */
  default Posterior posterior(double t, double s) {
    requireStep(t, s);
    double ratio = sigma(s) / sigma(t);
    double share = noiseShare(t, s);
    double variance = sigma(s) * sigma(s) * share;
    return new Posterior(alpha(t) / alpha(s) * ratio * ratio, alpha(s) * share, variance);
  }

  /** Standard deviation of the noise that sampling starts from. */
  default double priorScale() {
    return sigma(end());
  }

  /** {@code q / sigma_t^2}: the share of x_t's noise that came after s, free of cancellation. */
  private double noiseShare(double t, double s) {
    return -Math.expm1(logSnr(t) - logSnr(s));
  }

  private void requireStep(double t, double s) {
    if (!(0 <= s && s < t && t <= end())) {
      throw new IllegalArgumentException(
          format(
              "no step between t = %s and s = %s on %s: need 0 <= s < t <= %s",
              t, s, name(), end()));
    }
  }
}
