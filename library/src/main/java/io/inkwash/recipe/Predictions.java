package io.inkwash.recipe;

import io.inkwash.denoise.Variance;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.PosteriorMean;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.prediction.TimeLabel;

/** What a network predicts, and what it is shown, by name: a line each. */
final class Predictions {
  private Predictions() {}

  /** What a network predicts. */
  static final Shelf<Target> TARGETS =
      new Shelf<Target>("target")
          .add("noise", Targets.noise(), "the noise in the image (Ho et al. 2020)")
          .add("x0", Targets.x0(), "the clean image")
          .add("v", Targets.v(), "alpha eps - sigma x0 (Salimans and Ho 2022)")
          .add("velocity", Targets.velocity(), "dx/dt along the path (flow matching)")
          .add("score", Targets.score(), "the gradient of log p(x_t | x0), -eps / sigma")
          .add(
              "posterior-mean",
              "stride=1",
              a -> new PosteriorMean(a.number("stride")),
              "the mean of q(x_s | x_t, x0) at s = t - stride (Ho et al. 2020, equation 8)")
          .add(
              "edm",
              "sigmaData=0.5",
              a -> Targets.edm(a.number("sigmaData")),
              "EDM's network target, of unit variance at every level (Karras et al. 2022)");

  /** Where the variance of a reverse step comes from. */
  static final Shelf<Variance> VARIANCES =
      new Shelf<Variance>("variance")
          .add("fixed-small", Variance.FIXED_SMALL, "the posterior's, beta tilde (Ho et al. 2020)")
          .add("fixed-large", Variance.FIXED_LARGE, "the forward step's, beta (Ho et al. 2020)")
          .add("learned", Variance.LEARNED, "the network says its logarithm")
          .add(
              "learned-range",
              Variance.LEARNED_RANGE,
              "the network says where between the two (Nichol and Dhariwal 2021)");

  /** How the noisy image is scaled before the network sees it. */
  static final Shelf<InputScale> SCALES =
      new Shelf<InputScale>("scale")
          .add("identity", InputScale.identity(), "as it is")
          .add(
              "unit-variance",
              "sigmaData=0.5",
              a -> InputScale.unitVariance(a.number("sigmaData")),
              "to variance 1: EDM's c_in on every path");

  /** How the network is told the time. */
  static final Shelf<TimeLabel> LABELS =
      new Shelf<TimeLabel>("label")
          .add("index", TimeLabel.index(), "the 0-based index into the table of betas, t - 1")
          .add(
              "rescaled-index",
              TimeLabel.rescaledIndex(),
              "the index stretched to 0..1000 (improved-diffusion)")
          .add(
              "time",
              "factor=999",
              a -> TimeLabel.scaled(a.number("factor")),
              "a multiple of t (score_sde: 999 t)")
          .add("sigma", TimeLabel.sigma(), "the noise level itself")
          .add(
              "log-sigma",
              "factor=0.25",
              a -> TimeLabel.logSigma(a.number("factor")),
              "a multiple of log(sigma/alpha) (EDM's c_noise: 1/4)")
          .add("log-snr", TimeLabel.logSnr(), "log(alpha^2 / sigma^2)");
}
