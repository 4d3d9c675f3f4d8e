package io.inkwash.process;

/**
 * A variance-preserving process over t in [0, 1]: {@code alpha^2 + sigma^2 = 1} at every time (Song
 * et al. 2021, arXiv 2011.13456, section 3.4). One function fixes it, the logarithm of alpha.
 */
public interface Vp extends GaussianPath {

  /** Natural logarithm of {@link #alpha}: 0 at t = 0. */
  double logAlpha(double t);

  /** Time derivative of {@link #logAlpha}: minus half of the SDE's beta(t). */
  double logAlphaDot(double t);

  /** The published default: {@link #linear(double, double)} from 0.1 to 20. */
  static Vp linear() {
    return linear(0.1, 20);
  }

  /** Beta(t) rising linearly: DDPM's linear table in continuous time; sampling ends at 1e-3. */
  static Vp linear(double betaMin, double betaMax) {
    return new VpLinear(betaMin, betaMax, 1e-3);
  }

  /** Improved DDPM's cosine in continuous time, from 1e-3 to 0.9946, short of zero signal. */
  static Vp cosine() {
    return new VpCosine(0.008, 1e-3, 0.9946);
  }

  @Override
  default double alpha(double t) {
    return Math.exp(logAlpha(t));
  }

  @Override
  default double sigma(double t) {
    return Math.sqrt(-Math.expm1(2 * logAlpha(t)));
  }

  @Override
  default double alphaDot(double t) {
    return alpha(t) * logAlphaDot(t);
  }

  @Override
  default double sigmaDot(double t) {
    double alpha = alpha(t);
    return -alpha * alpha * logAlphaDot(t) / sigma(t);
  }

  @Override
  default double logSnr(double t) {
    return -Math.log(Math.expm1(-2 * logAlpha(t)));
  }

  @Override
  default double drift(double t) {
    return logAlphaDot(t);
  }

  /** {@code g^2 = beta(t) = -2 f}: a variance-preserving SDE adds what its drift takes away. */
  @Override
  default double diffusionSquared(double t) {
    return -2 * logAlphaDot(t);
  }

  /** One: sampling starts from standard normal noise. */
  @Override
  default double priorScale() {
    return 1;
  }
}
