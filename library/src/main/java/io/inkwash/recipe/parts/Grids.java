package io.inkwash.recipe.parts;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.VpLinear;
import io.inkwash.time.AlignYourSteps;
import io.inkwash.time.BetaLevels;
import io.inkwash.time.BetaTimes;
import io.inkwash.time.CosineLevels;
import io.inkwash.time.Exponential;
import io.inkwash.time.FlowShift;
import io.inkwash.time.Karras;
import io.inkwash.time.KlOptimal;
import io.inkwash.time.LaplaceLevels;
import io.inkwash.time.LastTime;
import io.inkwash.time.LcmTimes;
import io.inkwash.time.Leading;
import io.inkwash.time.LevelsOf;
import io.inkwash.time.LinearQuadratic;
import io.inkwash.time.PowerTimes;
import io.inkwash.time.Quadratic;
import io.inkwash.time.Rounding;
import io.inkwash.time.Sections;
import io.inkwash.time.Simple;
import io.inkwash.time.TimeGrid;
import java.util.Arrays;

/** The registry of sampling times: one call a value. */
final class Grids {
  private Grids() {}

  /** The times that sampling visits. */
  static final Registry<TimeGrid> GRIDS =
      new Registry<TimeGrid>("grid")
          .register("all", TimeGrid.all(), "every timestep of a table")
          .register(
              "leading",
              "offset=0, last=visited",
              a -> last(a, new Leading(a.number("offset"))),
              "a fixed stride that ends at the first timestep; offset is added to each (diffusers)")
          .register(
              "trailing", TimeGrid.trailing(), "a fixed stride that begins at the last timestep")
          .register("simple", new Simple(), "trailing, rounded to the noisier timestep (ComfyUI)")
          .register(
              "linspace",
              "last=visited, rounding=nearest",
              a -> rounded(a, last(a, TimeGrid.linspace())),
              "evenly spaced, both ends included or the last omitted (diffusers, ComfyUI)")
          .register(
              "quadratic",
              "reach=1",
              a -> new Quadratic(a.number("reach")),
              "squares, dense near the data; DDIM's code has reach 0.8 (Song et al. 2021)")
          .register(
              "power",
              "exponent=2",
              a -> new PowerTimes(a.number("exponent")),
              "evenly spaced roots from start to end; 2 is DPM-Solver's time_quadratic")
          .register(
              "beta",
              "alpha=0.6, beta=0.6",
              a -> new BetaTimes(a.number("alpha"), a.number("beta")),
              "quantiles of a beta distribution, dense at both ends (Lee et al. 2024)")
          .register(
              "beta-levels",
              "alpha=0.6, beta=0.6, rounding=nearest",
              a -> rounded(a, new BetaLevels(a.number("alpha"), a.number("beta"))),
              "the same quantiles as levels sigma/alpha (diffusers' use_beta_sigmas)")
          .register(
              "karras",
              "rho=7, sigmaMin=0, sigmaMax=Infinity, rounding=nearest",
              Grids::karras,
              "evenly spaced rho-th roots of sigma/alpha (Karras et al. 2022)")
          .register("edm", TimeGrid.edm(), "Karras's, from 80 to 0.002 as far as the path reaches")
          .register(
              "iddpm-levels",
              "timesteps=1000",
              a -> new LevelsOf(DiscretePath.of(Betas.cosine(a.integer("timesteps")))),
              "levels sigma/alpha of a cosine table, on any path (EDM's iddpm discretization)")
          .register(
              "vp-levels",
              "betaMin=0.1, betaMax=20, start=0.001",
              Grids::vpLevels,
              "levels sigma/alpha of a linear VP path, on any path (k-diffusion's get_sigmas_vp)")
          .register(
              "exponential",
              "power=1, rounding=nearest",
              a -> rounded(a, new Exponential(a.number("power"))),
              "log(sigma/alpha) falls as a power; 1 is log-snr (k-diffusion's polyexponential)")
          .register(
              "log-snr",
              "rounding=nearest",
              a -> rounded(a, TimeGrid.logSnr()),
              "evenly spaced in log-SNR (DPM-Solver; diffusers' use_lu_lambdas)")
          .register(
              "kl-optimal",
              "rounding=nearest",
              a -> rounded(a, new KlOptimal()),
              "evenly spaced arc tangents of sigma/alpha (Sabour et al. 2024)")
          .register(
              "cosine",
              "rounding=nearest",
              a -> rounded(a, new CosineLevels()),
              "levels sigma/alpha on half a cosine (web UIs for Stable Diffusion)")
          .register(
              "laplace",
              "mean=0, scale=0.5, rounding=nearest",
              a -> rounded(a, new LaplaceLevels(a.number("mean"), a.number("scale"))),
              "quantiles of log(sigma/alpha) by a Laplace distribution (Hang et al. 2024)")
          .register(
              "align-your-steps",
              "model=sd1, rounding=nearest",
              a -> rounded(a, new AlignYourSteps(a.word("model", AlignYourSteps.Model.class))),
              "optimized levels of sd1, sdxl or svd, log-linear in between (Sabour et al. 2024)")
          .register(
              "flow-shift",
              "shift=3",
              a -> new FlowShift(a.number("shift")),
              "trailing, moved towards the noise (Esser et al. 2024, equation 23)")
          .register(
              "flow-shift-by-size",
              "size=64, base=32",
              a -> FlowShift.ofSize(a.number("size"), a.number("base")),
              "flow-shift by the square root of the ratio of pixels (Esser et al. 2024)")
          .register(
              "flow-shift-by-tokens",
              "tokens=1024, from=256, to=4096, muFrom=0.5, muTo=1.15",
              Grids::shiftByTokens,
              "flow-shift by exp(mu), mu a line in the number of patches (Flux)")
          .register(
              "linear-quadratic",
              "threshold=0.025",
              a -> new LinearQuadratic(a.number("threshold")),
              "even small steps, then quadratically growing ones (Mochi, LTX-Video)")
          .register(
              "lcm",
              "distilled=50",
              a -> new LcmTimes(a.integer("distilled")),
              "even picks of the timesteps of a consistency distillation (Luo et al. 2023)")
          .register(
              "sections",
              "counts=10:10:10:10:10",
              a -> new Sections(Arrays.stream(a.integers("counts")).boxed().toList()),
              "so many steps from each of equal parts of the table (improved-diffusion)")
          .register("strided", TimeGrid.strided(), "one whole stride (improved-diffusion's ddimN)")
          .register(
              "custom",
              "times=1000:750:500:250, rounding=nearest",
              a -> rounded(a, TimeGrid.custom(a.numbers("times"))),
              "a list of times, falling; 0 is added");

  private static TimeGrid last(Arguments a, TimeGrid grid) {
    return a.word("last", LastTime.class).of(grid);
  }

  private static TimeGrid rounded(Arguments a, TimeGrid grid) {
    return a.word("rounding", Rounding.class).of(grid);
  }

  private static TimeGrid karras(Arguments a) {
    return rounded(a, new Karras(a.number("rho"), a.number("sigmaMin"), a.number("sigmaMax")));
  }

  private static TimeGrid vpLevels(Arguments a) {
    return new LevelsOf(new VpLinear(a.number("betaMin"), a.number("betaMax"), a.number("start")));
  }

  private static TimeGrid shiftByTokens(Arguments a) {
    return FlowShift.ofTokens(
        a.number("tokens"), a.number("from"), a.number("to"), a.number("muFrom"), a.number("muTo"));
  }
}
