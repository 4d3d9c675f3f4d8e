package io.inkwash.recipe;

import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.SubVp;
import io.inkwash.process.Ve;
import io.inkwash.process.VeLevels;
import io.inkwash.process.Vp;

/** Forward processes by name: a line each. */
final class Processes {
  private Processes() {}

  /** Forward processes. */
  static final Shelf<GaussianPath> PATHS =
      new Shelf<GaussianPath>("path")
          .add(
              "linear-betas",
              "timesteps=1000, from=1e-4, to=0.02",
              a -> DiscretePath.of(linearBetas(a)),
              "DDPM: betas in a straight line, scaled by 1000/timesteps (Ho et al. 2020)")
          .add(
              "cosine-betas",
              "timesteps=1000",
              a -> DiscretePath.of(Betas.cosine(a.integer("timesteps"))),
              "Improved DDPM: alphaBar falls like a squared cosine (Nichol and Dhariwal 2021)")
          .add(
              "scaled-linear-betas",
              "timesteps=1000, from=0.00085, to=0.012",
              a -> DiscretePath.of(scaledLinearBetas(a)),
              "latent diffusion: square roots of betas in a straight line (Rombach et al. 2022)")
          .add(
              "sigmoid-betas",
              "timesteps=1000",
              a -> DiscretePath.of(Betas.sigmoidAlphaBar(a.integer("timesteps"))),
              "alphaBar falls like a sigmoid (Jabri et al. 2023)")
          .add(
              "zero-snr-betas",
              "timesteps=1000, from=1e-4, to=0.02",
              a -> DiscretePath.of(linearBetas(a).rescaleZeroTerminalSnr()),
              "linear betas rescaled to end in pure noise (Lin et al. 2024); not for the noise target")
          .add(
              "ncsn-levels",
              "from=0.01, to=1, timesteps=10",
              a -> new VeLevels(a.number("from"), a.number("to"), a.integer("timesteps")),
              "NCSN: a geometric ladder of noise levels (Song and Ermon 2019)")
          .add(
              "vp",
              "betaMin=0.1, betaMax=20",
              a -> Vp.linear(a.number("betaMin"), a.number("betaMax")),
              "variance preserving SDE with linear beta(t) (Song et al. 2021)")
          .add("vp-cosine", Vp.cosine(), "variance preserving, alpha a cosine of t")
          .add("sub-vp", SubVp.linear(), "sub-VP SDE (Song et al. 2021)")
          .add("ve", Ve.geometric(), "variance exploding SDE, sigma 0.01 to 50 (Song et al. 2021)")
          .add("edm", Edm.standard(), "alpha 1, sigma t, 0.002 to 80 (Karras et al. 2022)")
          .add(
              "rectified-flow",
              RectifiedFlow.standard(),
              "straight lines, alpha 1 - t, sigma t (Liu et al. 2023)");

  private static Betas linearBetas(Arguments a) {
    double scale = 1000.0 / a.integer("timesteps");
    return Betas.linear(a.integer("timesteps"), scale * a.number("from"), scale * a.number("to"));
  }

  private static Betas scaledLinearBetas(Arguments a) {
    return Betas.scaledLinear(a.integer("timesteps"), a.number("from"), a.number("to"));
  }
}
