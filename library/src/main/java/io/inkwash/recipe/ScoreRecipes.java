package io.inkwash.recipe;

/** Score networks: the noise-conditional one and the three SDEs in continuous time. */
final class ScoreRecipes {

  /** What the score SDEs were trained with. */
  private static final String[] SCORE_SDE =
      Presets.with(
          Presets.LARGE,
          "network.dropout=0.1",
          "learningRate.rate=2e-4",
          "learningRate.warmup=5000",
          "learning.clip=1.0",
          "noiseLevelInput=time(factor=999)",
          "times=uniform",
          "grid=trailing",
          "threshold=none");

  private ScoreRecipes() {}

  static void addTo(Presets presets) {
    presets.add(
        "ncsn",
        "ddpm",
        Presets.COLOR_32,
        "A noise-conditional score network (Song and Ermon 2019): the network learns the score at"
            + " ten noise levels by denoising score matching with the weight sigma^2. Drawn by"
            + " annealed Langevin dynamics, level after level.",
        Presets.with(
            Presets.LARGE,
            "range=unit",
            "path=ncsn-levels",
            "target=score",
            "optimizer=adam",
            "learningRate.rate=1e-3",
            "learning.ema=0",
            "solver=annealed-langevin",
            "steps=10",
            "threshold=none"));
    presets.small(
        "ncsn",
        "A small score network as in its second version (Song and Ermon 2020), for processors"
            + " without a GPU: a hundred noise levels, the highest as far as images lie apart, and"
            + " the network says the score times -sigma. Drawn by five steps of Langevin dynamics a"
            + " level.",
        "path=ncsn-levels(sigmaMin=0.01, sigmaMax=10, timesteps=100)",
        "target=noise",
        "scale=unit-variance(sigmaData=0.3)",
        "noiseLevelInput=log-sigma(factor=1)",
        "solver=annealed-langevin(corrections=5)",
        "steps=100");

    presets.add(
        "ve-sde",
        "ddpm",
        Presets.COLOR_32,
        "The variance exploding SDE (Song et al. 2021): noise grows from 0.01 to 50 in continuous"
            + " time, the network says the score times -sigma. Drawn by reverse-diffusion steps,"
            + " each with a Langevin correction.",
        Presets.with(
            SCORE_SDE,
            "range=unit",
            "path=ve",
            "noiseLevelInput=log-sigma(factor=1)",
            "learning.ema=0.999",
            "solver=predictor-corrector"));
    presets.small(
        "ve-sde",
        "The variance exploding SDE with a small network whose input is scaled to unit variance,"
            + " for processors without a GPU. Noise grows from 0.01 to 50 in continuous time. Drawn"
            + " by 500 reverse-diffusion steps, each with a Langevin correction.",
        "scale=unit-variance(sigmaData=0.3)",
        "steps=500");

    presets.add(
        "vp-sde",
        "ddpm",
        Presets.COLOR_32,
        "The variance preserving SDE (Song et al. 2021): DDPM in continuous time with beta(t) from"
            + " 0.1 to 20. Drawn by Euler-Maruyama on the reverse SDE.",
        Presets.with(SCORE_SDE, "path=vp", "solver=euler-maruyama"));
    presets.small(
        "vp-sde",
        "The variance preserving SDE with a small network, for processors without a GPU: DDPM in"
            + " continuous time with beta(t) from 0.1 to 20. Drawn by Euler-Maruyama on the reverse"
            + " SDE.");

    presets.add(
        "subvp-sde",
        "vp-sde",
        Presets.COLOR_32,
        "The sub-VP SDE (Song et al. 2021): as vp-sde with less noise on the way, made for"
            + " likelihood. Drawn by Euler-Maruyama on the reverse SDE.",
        "path=sub-vp");
    presets.small(
        "subvp-sde",
        "The sub-VP SDE with a small network, for processors without a GPU: as vp-sde-small with"
            + " less noise on the way. Drawn by Euler-Maruyama on the reverse SDE.");
  }
}
