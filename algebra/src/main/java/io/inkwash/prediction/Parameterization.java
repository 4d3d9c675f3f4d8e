package io.inkwash.prediction;

/**
 * What a network's output means and what its two inputs are.
 *
 * @param target what the output means
 * @param inputScale the factor on the noisy image
 * @param noiseLevelInput the number from which the network knows the noise level
 */
public record Parameterization(
    Target target, InputScale inputScale, NoiseLevelInput noiseLevelInput) {

  /** DDPM's: the noise, from the unscaled image and the 0-based timestep. */
  public static Parameterization ddpm() {
    return new Parameterization(Targets.noise(), InputScale.identity(), NoiseLevelInput.index());
  }

  /** EDM's, for data of the given standard deviation (Karras et al. 2022, table 1). */
  public static Parameterization edm(double sigmaData) {
    return new Parameterization(
        Targets.edm(sigmaData), InputScale.unitVariance(sigmaData), NoiseLevelInput.logSigma(0.25));
  }

  /** Flow matching's: the velocity, from the unscaled image and the time itself. */
  public static Parameterization flow() {
    return new Parameterization(
        Targets.velocity(), InputScale.identity(), NoiseLevelInput.scaled(1));
  }
}
