package io.inkwash.recipe.parts;

import io.inkwash.catalog.Registry;
import io.inkwash.denoise.Variance;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.PosteriorMean;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;

/** What a network predicts, and what it is shown, by name: a line each. */
final class Predictions {
  private Predictions() {}

  /** What a network predicts. */
  static final Registry<Target> TARGETS =
      new Registry<Target>("target")
          .register("noise", Targets.noise(), "the noise in the image (Ho et al. 2020)")
          .register("x0", Targets.x0(), "the clean image")
          .register("v", Targets.v(), "alpha eps - sigma x0 (Salimans and Ho 2022)")
          .register("velocity", Targets.velocity(), "dx/dt along the path (flow matching)")
          .register("score", Targets.score(), "the gradient of log p(x_t | x0), -eps / sigma")
          .register(
              "posterior-mean",
              "stride=1",
              a -> new PosteriorMean(a.number("stride")),
              "the mean of q(x_s | x_t, x0) at s = t - stride (Ho et al. 2020, equation 8)")
          .register(
              "edm",
              "sigmaData=0.5",
              a -> Targets.edm(a.number("sigmaData")),
              "EDM's network target, of unit variance at every level (Karras et al. 2022)");

  /** Where the variance of a reverse step comes from. */
  static final Registry<Variance> VARIANCES =
      new Registry<Variance>("variance")
          .register(
              "fixed-small", Variance.FIXED_SMALL, "the posterior's, beta tilde (Ho et al. 2020)")
          .register(
              "fixed-large", Variance.FIXED_LARGE, "the forward step's, beta (Ho et al. 2020)")
          .register("learned", Variance.LEARNED, "the network says its logarithm")
          .register(
              "learned-range",
              Variance.LEARNED_RANGE,
              "the network says where between the two (Nichol and Dhariwal 2021)");

  /** How the noisy image is scaled before the network sees it. */
  static final Registry<InputScale> SCALES =
      new Registry<InputScale>("scale")
          .register("identity", InputScale.identity(), "as it is")
          .register(
              "unit-variance",
              "sigmaData=0.5",
              a -> InputScale.unitVariance(a.number("sigmaData")),
              "to variance 1: EDM's c_in on every path");

  /** The number that gives a network the noise level. */
  static final Registry<NoiseLevelInput> NOISE_LEVEL_INPUTS =
      new Registry<NoiseLevelInput>("noiseLevelInput")
          .register(
              "index", NoiseLevelInput.index(), "the 0-based index into the table of betas, t - 1")
          .register(
              "rescaled-index",
              NoiseLevelInput.rescaledIndex(),
              "the index stretched to 0..1000 (improved-diffusion)")
          .register(
              "time",
              "factor=999",
              a -> NoiseLevelInput.scaled(a.number("factor")),
              "a multiple of t (score_sde: 999 t)")
          .register("sigma", NoiseLevelInput.sigma(), "the noise level itself")
          .register(
              "log-sigma",
              "factor=0.25",
              a -> NoiseLevelInput.logSigma(a.number("factor")),
              "a multiple of log(sigma/alpha) (EDM's c_noise: 1/4)")
          .register("log-snr", NoiseLevelInput.logSnr(), "log(alpha^2 / sigma^2)");
}
