package io.inkwash.prediction;

import io.inkwash.process.GaussianPath;
import java.util.OptionalDouble;

/**
 * The number that a network receives beside the noisy image, and from which it knows the noise
 * level: the "timestep" or "c_noise" that its embedding takes. Any real number, so that a network
 * trained on a table can be evaluated between its timesteps.
 */
@FunctionalInterface
public interface NoiseLevelInput {

  /** The input at time t of a path. */
  double at(GaussianPath path, double t);

  /** The factor that makes the log-SNR of an input; empty where none does. */
  default OptionalDouble logSnrFactor() {
    return OptionalDouble.empty();
  }

  /** {@code t - 1}: the 0-based table index that DDPM's networks receive. */
  static NoiseLevelInput index() {
    return new Index();
  }

  /**
   * {@code (t - 1) 1000 / T}: the index stretched to 0 .. 1000 whatever the table's length, as
   * Improved DDPM does by default.
   */
  static NoiseLevelInput rescaledIndex() {
    return new RescaledIndex();
  }

  /**
   * {@code factor t}: 999 for VP networks over [0, 1] (Song et al. 2021), 1 for the time itself.
   */
  static NoiseLevelInput scaled(double factor) {
    return new Scaled(factor);
  }

  /** {@code sigma / alpha}: the noise level relative to the signal. */
  static NoiseLevelInput sigma() {
    return new Sigma();
  }

  /**
   * {@code factor ln(sigma / alpha)}: EDM's c_noise at 1/4 (Karras et al. 2022, table 1), what VE
   * networks embed at 1.
   */
  static NoiseLevelInput logSigma(double factor) {
    return new LogSigma(factor);
  }

  /** The log-SNR (Kingma et al. 2021, arXiv 2107.00630). */
  static NoiseLevelInput logSnr() {
    return new LogSnr();
  }

  /** See {@link NoiseLevelInput#index()}. */
  record Index() implements NoiseLevelInput {
    @Override
    public double at(GaussianPath path, double t) {
      return t - 1;
    }
  }

  /** See {@link NoiseLevelInput#rescaledIndex()}. */
  record RescaledIndex() implements NoiseLevelInput {
    @Override
    public double at(GaussianPath path, double t) {
      return (t - 1) * (1000 / path.end());
    }
  }

  /**
   * See {@link NoiseLevelInput#scaled(double)}.
   *
   * @param factor what t is multiplied by
   */
  record Scaled(double factor) implements NoiseLevelInput {
    @Override
    public double at(GaussianPath path, double t) {
      return factor * t;
    }
  }

  /** See {@link NoiseLevelInput#sigma()}. */
  record Sigma() implements NoiseLevelInput {
    @Override
    public double at(GaussianPath path, double t) {
      return path.noiseRatio(t);
    }
  }

  /**
   * See {@link NoiseLevelInput#logSigma(double)}.
   *
   * @param factor what the logarithm is multiplied by
   */
  record LogSigma(double factor) implements NoiseLevelInput {
    @Override
    public double at(GaussianPath path, double t) {
      return -0.5 * factor * path.logSnr(t);
    }

    @Override
    public OptionalDouble logSnrFactor() {
      return factor == 0 ? OptionalDouble.empty() : OptionalDouble.of(-2 / factor);
    }
  }

  /** See {@link NoiseLevelInput#logSnr()}. */
  record LogSnr() implements NoiseLevelInput {
    @Override
    public double at(GaussianPath path, double t) {
      return path.logSnr(t);
    }

    @Override
    public OptionalDouble logSnrFactor() {
      return OptionalDouble.of(1);
    }
  }
}
