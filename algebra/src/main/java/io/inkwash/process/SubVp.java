package io.inkwash.process;

/**
 * The sub-variance-preserving path: the signal of {@link VpLinear} with less noise, {@code sigma =
 * 1 - alpha^2} (Song et al. 2021, arXiv 2011.13456, equation 29).
 *
 * @param vp the path whose signal it shares
 */
public record SubVp(VpLinear vp) implements GaussianPath {

  /** The published path, beta from 0.1 to 20. */
  public static SubVp linear() {
    return linear(0.1, 20);
  }

  /** The path with beta rising linearly between two values. */
  public static SubVp linear(double betaMin, double betaMax) {
    return new SubVp(new VpLinear(betaMin, betaMax, 1e-3));
  }

  @Override
  public String name() {
    return "sub-" + vp.name();
  }

  @Override
  public double alpha(double t) {
    return vp.alpha(t);
  }

  @Override
  public double alphaDot(double t) {
    return vp.alphaDot(t);
  }

  @Override
  public double sigma(double t) {
    return -Math.expm1(2 * vp.logAlpha(t));
  }

  @Override
  public double sigmaDot(double t) {
    return -2 * vp.alpha(t) * vp.alphaDot(t);
  }

  @Override
  public double start() {
    return vp.start();
  }

  @Override
  public double end() {
    return vp.end();
  }

  /** One: sampling starts from standard normal noise. */
  @Override
  public double priorScale() {
    return 1;
  }
}
