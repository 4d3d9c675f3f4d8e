package io.inkwash.recipe.parts;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Rise;
import io.inkwash.process.SimpleDiffusion;
import io.inkwash.process.SubVp;
import io.inkwash.process.Ve;
import io.inkwash.process.VeLevels;
import io.inkwash.process.Vp;
import io.inkwash.process.VpLogSnr;

/** The registry of forward processes: one call a value. */
final class Processes {
  private Processes() {}

  /** Forward processes. */
  static final Registry<GaussianPath> PATHS =
      new Registry<GaussianPath>("path")
          .register(
              "linear-betas",
              "timesteps=1000, from=1e-4, to=0.02",
              a -> DiscretePath.of(Curve.LINEAR.betas(a)),
              "DDPM: betas in a straight line, scaled by 1000/timesteps (Ho et al. 2020)")
          .register(
              "cosine-betas",
              "timesteps=1000",
              a -> DiscretePath.of(Betas.cosine(a.integer("timesteps"))),
              "Improved DDPM: alphaBar falls like a squared cosine (Nichol and Dhariwal 2021)")
          .register(
              "scaled-linear-betas",
              "timesteps=1000, from=0.00085, to=0.012",
              a -> DiscretePath.of(Curve.SCALED_LINEAR.betas(a)),
              "latent diffusion: square roots of betas in a straight line (Rombach et al. 2022)")
          .register(
              "sigmoid-betas",
              "timesteps=1000, from=1e-4, to=0.02",
              a ->
                  DiscretePath.of(
                      Betas.sigmoid(a.integer("timesteps"), a.number("from"), a.number("to"))),
              "betas rise like a sigmoid (Xu et al. 2022)")
          .register(
              "sigmoid-alpha-bar",
              "timesteps=1000",
              a -> DiscretePath.of(Betas.sigmoidAlphaBar(a.integer("timesteps"))),
              "alphaBar falls like a sigmoid (Jabri et al. 2022)")
          .register(
              "exponential-alpha-bar",
              "timesteps=1000",
              a -> DiscretePath.of(Betas.exponential(a.integer("timesteps"))),
              "alphaBar = exp(-12 t/T), so equal betas (diffusers' exp)")
          .register(
              "laplace-alpha-bar",
              "timesteps=1000",
              a -> DiscretePath.of(Betas.laplace(a.integer("timesteps"))),
              "most timesteps around SNR 1 (diffusers' laplace; after Hang et al. 2024)")
          .register(
              "betas",
              "values=0.05:0.1:0.2:0.3:0.5:0.7:0.9",
              a -> DiscretePath.of(Betas.of(a.numbers("values"))),
              "a table as given, such as one that was learned (diffusers' trained_betas)")
          .register(
              "zero-snr-betas",
              "timesteps=1000, from=1e-4, to=0.02, curve=linear",
              a -> DiscretePath.of(a.word("curve", Curve.class).betas(a).rescaleZeroTerminalSnr()),
              "betas, linear or scaled-linear, bent to end in pure noise (Lin et al. 2023); not for"
                  + " the noise target")
          .register(
              "ncsn-levels",
              "sigmaMin=0.01, sigmaMax=1, timesteps=10",
              a -> new VeLevels(a.number("sigmaMin"), a.number("sigmaMax"), a.integer("timesteps")),
              "NCSN: noise levels in geometric progression (Song and Ermon 2019)")
          .register(
              "vp",
              "betaMin=0.1, betaMax=20",
              a -> Vp.linear(a.number("betaMin"), a.number("betaMax")),
              "variance preserving SDE with linear beta(t) (Song et al. 2021)")
          .register("vp-cosine", Vp.cosine(), "variance preserving, alpha a cosine of t")
          .register(
              "simple-diffusion",
              "imageSize=64, noiseFrom=64, noiseTo=32",
              Processes::simpleDiffusion,
              "cosine with more noise for larger images; shifted at equal sizes of noise, else"
                  + " interpolated (Hoogeboom et al. 2023)")
          .register(
              "sub-vp",
              "betaMin=0.1, betaMax=20",
              a -> SubVp.linear(a.number("betaMin"), a.number("betaMax")),
              "sub-VP SDE: vp's signal with less noise (Song et al. 2021)")
          .register(
              "ve",
              "sigmaMin=0.01, sigmaMax=50",
              a -> Ve.geometric(a.number("sigmaMin"), a.number("sigmaMax")),
              "variance exploding SDE, sigma in geometric progression (Song et al. 2021)")
          .register(
              "edm",
              "sigmaMin=0.002, sigmaMax=80",
              a -> new Edm(a.number("sigmaMin"), a.number("sigmaMax")),
              "alpha 1, sigma t (Karras et al. 2022)")
          .register(
              "log-snr",
              "from=13.3, to=-5",
              a -> new VpLogSnr(-a.number("from"), -a.number("to"), Rise.linear()),
              "variance preserving, log-SNR in a straight line (Kingma et al. 2021)")
          .register(
              "rectified-flow",
              RectifiedFlow.standard(),
              "straight lines, alpha 1 - t, sigma t (Liu et al. 2023)");

  /** A path of simple diffusion. */
  static SimpleDiffusion simpleDiffusion(Arguments a) {
    return SimpleDiffusion.of(a.number("imageSize"), a.number("noiseFrom"), a.number("noiseTo"));
  }

  /** How betas go from their first to their last. */
  private enum Curve {
    /** In a straight line. Both are for 1000 timesteps and scaled to others. */
    LINEAR {
      @Override
      Betas betas(int timesteps, double from, double to) {
        return Betas.rescaledLinear(timesteps, from, to);
      }
    },
    /** Their square roots in a straight line. */
    SCALED_LINEAR {
      @Override
      Betas betas(int timesteps, double from, double to) {
        return Betas.scaledLinear(timesteps, from, to);
      }
    };

    abstract Betas betas(int timesteps, double from, double to);

    Betas betas(Arguments a) {
      return betas(a.integer("timesteps"), a.number("from"), a.number("to"));
    }
  }
}
