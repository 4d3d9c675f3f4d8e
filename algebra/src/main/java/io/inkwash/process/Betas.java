package io.inkwash.process;

import static io.inkwash.format.Text.format;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The table of a discrete diffusion: {@code beta_t}, the variance of the noise that step t = 1,
 * ..., T adds (Ho et al. 2020, arXiv 2006.11239, equation 2).
 *
 * <p>Every beta lies strictly between 0 and 1. Only {@link #rescaleZeroTerminalSnr()} makes a table
 * whose last beta is 1, so that no signal is left at the end.
 */
public final class Betas {

  /** The length for which DDPM's linear table was published. */
  /** The longest table: what is longer is a slip, and would fill the memory. */
  private static final int MOST_TIMESTEPS = 1_000_000;

  private static final int PUBLISHED_TIMESTEPS = 1000;

  private final String name;
  private final double[] values;

  private Betas(String name, double[] values) {
    this.name = name;
    this.values = values;
  }

  /**
   * A table from its values, first step first.
   *
   * @throws IllegalArgumentException if the table is empty or a beta is not strictly between 0 and
   *     1
   */
  public static Betas of(double... values) {
    return checked("betas(" + values.length + ")", values.clone());
  }

  /** DDPM's table 1e-4 .. 0.02, scaled by 1000/T so that every length ends in the same noise. */
  public static Betas linear(int timesteps) {
    double scale = scale(timesteps);
    return checked("linear-betas(" + timesteps + ")", ramp(timesteps, 1e-4 * scale, 0.02 * scale));
  }

  /**
   * Betas evenly spaced between two values that are those of 1000 timesteps, scaled by 1000/T so
   * that every length ends in the same noise.
   */
  public static Betas rescaledLinear(int timesteps, double from, double to) {
    double scale = scale(timesteps);
    return linear(timesteps, from * scale, to * scale);
  }

  private static double scale(int timesteps) {
    return (double) PUBLISHED_TIMESTEPS / positive(timesteps);
  }

  /** Betas evenly spaced between two values, taken as they are. */
  public static Betas linear(int timesteps, double from, double to) {
    return checked(
        format("linear-betas(%d, %s, %s)", timesteps, from, to), ramp(timesteps, from, to));
  }

  /** Stable Diffusion's table: {@link #scaledLinear(int, double, double)} from 0.00085 to 0.012. */
  public static Betas scaledLinear(int timesteps) {
    return scaledLinear(timesteps, 0.00085, 0.012);
  }

  /** Betas whose square roots are evenly spaced (Rombach et al. 2022, arXiv 2112.10752). */
  public static Betas scaledLinear(int timesteps, double from, double to) {
    double[] roots = ramp(timesteps, Math.sqrt(from), Math.sqrt(to));
    String name = format("scaled-linear-betas(%d, %s, %s)", timesteps, from, to);
    return checked(name, Arrays.stream(roots).map(root -> root * root).toArray());
  }

  /** Betas on a logistic curve between 1e-4 and 0.02: {@link #sigmoid(int, double, double)}. */
  public static Betas sigmoid(int timesteps) {
    return sigmoid(timesteps, 1e-4, 0.02);
  }

  /**
   * Betas on a logistic curve, {@code from + (to - from) logistic(-6 .. 6)} (Xu et al. 2022, arXiv
   * 2203.02923).
   */
  public static Betas sigmoid(int timesteps, double from, double to) {
    double[] ramp = ramp(timesteps, -6, 6);
    String name = format("sigmoid-betas(%d, %s, %s)", timesteps, from, to);
    return checked(name, Arrays.stream(ramp).map(z -> from + (to - from) * logistic(z)).toArray());
  }

  /**
   * Improved DDPM's table: {@code alphaBar(u) = cos^2((u + 0.008) / 1.008 pi/2)} at {@code u =
   * t/T}, with betas cut off at 0.999 (Nichol and Dhariwal 2021, arXiv 2102.09672, equation 17).
   */
  public static Betas cosine(int timesteps) {
    return fromAlphaBar("cosine-betas(" + timesteps + ")", timesteps, 0.999, Betas::cosineAlphaBar);
  }

  /**
   * A logistic curve for alphaBar itself, from logistic(3) down to logistic(-3) and stretched to
   * [0, 1], with betas cut off at 0.999 (Jabri et al. 2022, arXiv 2212.11972).
   */
  public static Betas sigmoidAlphaBar(int timesteps) {
    double top = logistic(3);
    double bottom = logistic(-3);
    return fromAlphaBar(
        "sigmoid-alpha-bar(" + timesteps + ")",
        timesteps,
        0.999,
        u -> (logistic(3 - 6 * u) - bottom) / (top - bottom));
  }

  /**
   * Diffusers' "exp" table: {@code alphaBar(u) = exp(-12 u)} at {@code u = t/T}, so that all betas
   * are equal.
   */
  public static Betas exponential(int timesteps) {
    return fromAlphaBar(
        "exponential-alpha-bar(" + timesteps + ")", timesteps, 0.999, u -> Math.exp(-12 * u));
  }

  /**
   * Diffusers' "laplace" table, dense around SNR 1 (after Hang et al. 2024, arXiv 2407.03297):
   * {@code alphaBar = sqrt(r / (1 + r))} with {@code ln r} the quantile of a Laplace distribution
   * of scale 1/2 at {@code u = t/T}, and betas cut off at 0.999. The root is that code's, where the
   * paper's alphaBar is {@code r / (1 + r)}.
   */
  public static Betas laplace(int timesteps) {
    return fromAlphaBar(
        "laplace-alpha-bar(" + timesteps + ")",
        timesteps,
        0.999,
        u -> {
          double side = Math.copySign(1, 0.5 - u);
          double tail = Math.log(1 - 2 * Math.abs(0.5 - u) + 1e-6);
          return Math.sqrt(logistic(-0.5 * side * tail));
        });
  }

  /**
   * The table of a falling function alphaBar on [0, 1], sampled at {@code t/T}.
   *
   * @param largestBeta where betas are cut off, below 1
   */
  public static Betas fromAlphaBar(
      String name, int timesteps, double largestBeta, DoubleUnaryOperator alphaBar) {
    double[] betas = new double[positive(timesteps)];
    for (int i = 0; i < timesteps; i++) {
      double before = alphaBar.applyAsDouble((double) i / timesteps);
      double after = alphaBar.applyAsDouble((i + 1.0) / timesteps);
      betas[i] = Math.min(1 - after / before, largestBeta);
    }
    return checked(name, betas);
  }

  /**
   * The same table bent so that the last timestep holds no signal at all: the square roots of
   * alphaBar are shifted to end at 0 and scaled to keep the first (Lin et al. 2023, arXiv
   * 2305.08891, algorithm 1). Its last beta is 1. A noise target is impossible there; use v or x0.
   */
  public Betas rescaleZeroTerminalSnr() {
    int last = values.length - 1;
    if (last < 1) {
      throw new IllegalArgumentException(
          "cannot rescale a table of 1 timestep to zero terminal SNR: need at least 2");
    }
    double[] alphaBars = alphaBars();
    double first = Math.sqrt(alphaBars[1]);
    double end = Math.sqrt(alphaBars[last + 1]);
    double[] betas = new double[values.length];
    double before = 1;
    for (int i = 0; i <= last; i++) {
      double alpha = (Math.sqrt(alphaBars[i + 1]) - end) * first / (first - end);
      betas[i] = 1 - (alpha / before) * (alpha / before);
      before = alpha;
    }
    return new Betas("zero-terminal-snr " + name, betas);
  }

  /** What the table is called in messages: its kind, length and parameters. */
  public String name() {
    return name;
  }

  /** T, the number of timesteps. */
  public int timesteps() {
    return values.length;
  }

  /** The variance of the noise added by step {@code timestep}, 1 to T. */
  public double at(int timestep) {
    if (timestep < 1 || timestep > values.length) {
      throw new IllegalArgumentException(
          format("no beta at timestep %d of %s: need 1 to %d", timestep, name, values.length));
    }
    return values[timestep - 1];
  }

  /**
   * {@code alphaBar_t}, the product of 1 - beta up to t, for t = 0, ..., T: T + 1 values from 1.
   */
  public double[] alphaBars() {
    double[] product = new double[values.length + 1];
    product[0] = 1;
    for (int t = 1; t <= values.length; t++) {
      product[t] = product[t - 1] * (1 - values[t - 1]);
    }
    return product;
  }

  /** A copy of the table, step 1 first. */
  public double[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Betas that
        && name.equals(that.name)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return name;
  }

  private static double cosineAlphaBar(double u) {
    double cosine = Math.cos((u + 0.008) / 1.008 * Math.PI / 2);
    return cosine * cosine;
  }

  private static double logistic(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double[] ramp(int timesteps, double from, double to) {
    double[] ramp = new double[positive(timesteps)];
    Arrays.setAll(ramp, i -> i == 0 ? from : from + (to - from) * i / (timesteps - 1));
    return ramp;
  }

  private static int positive(int timesteps) {
    if (timesteps < 1) {
      throw new IllegalArgumentException("a table of " + timesteps + " timesteps: need at least 1");
    }
    if (timesteps > MOST_TIMESTEPS) {
      throw new IllegalArgumentException(
          format("a table of %d timesteps: need at most %d", timesteps, MOST_TIMESTEPS));
    }
    return timesteps;
  }

  private static Betas checked(String name, double[] values) {
    positive(values.length);
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] > 0 && values[i] < 1)) {
        throw new IllegalArgumentException(
            format(
                "beta %s at timestep %d of %s: need 0 < beta < 1; use more timesteps or smaller betas",
                values[i], i + 1, name));
      }
    }
    return new Betas(name, values);
  }
}
