package io.inkwash.prediction;

import io.inkwash.process.GaussianPath;

/** The targets of the literature. */
public final class Targets {

  private Targets() {}

  /** The clean image itself: (1, 0). */
  public static Target x0() {
    return new X0();
  }

  /** The noise: (0, 1), DDPM's target (Ho et al. 2020, arXiv 2006.11239, equation 14). */
  public static Target noise() {
    return new Noise();
  }

  /**
   * {@code v = alpha eps - sigma x0}: (-sigma, alpha) (Salimans and Ho 2022, arXiv 2202.00512,
   * appendix D). It is well-behaved at every noise level, zero signal included.
   */
  public static Target v() {
    return new V();
  }

  /** {@code dx_t/dt} along a fixed pair of image and noise: (alpha', sigma'), flow matching's. */
  public static Target velocity() {
    return new Velocity();
  }

  /** The gradient of {@code log q(x_t | x0)}, {@code -eps / sigma}: (0, -1/sigma). */
  public static Target score() {
    return new Score();
  }

  /** DDPM's other choice, the {@link PosteriorMean} of the step to the timestep below. */
  public static Target posteriorMean() {
    return new PosteriorMean(1);
  }

  /** EDM's, for data of the given standard deviation: {@link EdmTarget}. */
  public static Target edm(double sigmaData) {
    return new EdmTarget(sigmaData);
  }

  private record X0() implements Target {
    @Override
    public String name() {
      return "x0";
    }

    @Override
    public double x0Coefficient(GaussianPath path, double t) {
      return 1;
    }

    @Override
    public double epsCoefficient(GaussianPath path, double t) {
      return 0;
    }
  }

  private record Noise() implements Target {
    @Override
    public String name() {
      return "noise";
    }

    @Override
    public double x0Coefficient(GaussianPath path, double t) {
      return 0;
    }

    @Override
    public double epsCoefficient(GaussianPath path, double t) {
      return 1;
    }
  }

  private record V() implements Target {
    @Override
    public String name() {
      return "v";
    }

    @Override
    public double x0Coefficient(GaussianPath path, double t) {
      return -path.sigma(t);
    }

    @Override
    public double epsCoefficient(GaussianPath path, double t) {
      return path.alpha(t);
    }
  }

  private record Velocity() implements Target {
    @Override
    public String name() {
      return "velocity";
    }

    @Override
    public double x0Coefficient(GaussianPath path, double t) {
      return path.alphaDot(t);
    }

    @Override
    public double epsCoefficient(GaussianPath path, double t) {
      return path.sigmaDot(t);
    }
  }

  private record Score() implements Target {
    @Override
    public String name() {
      return "score";
    }

    @Override
    public double x0Coefficient(GaussianPath path, double t) {
      return 0;
    }

    @Override
    public double epsCoefficient(GaussianPath path, double t) {
      return -1 / path.sigma(t);
    }
  }
}
