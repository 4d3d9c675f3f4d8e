package io.inkwash.recipe;

/** EDM and flow matching, which are drawn by few steps on the probability-flow ODE. */
final class FlowRecipes {
  private FlowRecipes() {}

  static void addTo(Presets presets) {
    presets.add(
        "edm",
        "ddpm",
        Presets.COLOR_32,
        "EDM (Karras et al. 2022): the network's input and target have unit variance at every"
            + " noise level, levels are trained where it matters, from a log-normal. Drawn by 18"
            + " steps of Heun.",
        Presets.with(
            Presets.LARGE,
            "path=edm",
            "target=edm",
            "scale=unit-variance",
            "noiseLevelInput=log-sigma",
            "weighting=edm",
            "times=log-normal-sigma",
            "training.batch=512",
            "learningRate.rate=1e-3",
            "learningRate.warmup=19531", // ten million images
            "learning.ema=0.9993", // halves in half a million
            "network.dropout=0.13",
            "solver=heun",
            "grid=edm",
            "steps=18",
            "threshold=none"));
    presets.small(
        "edm",
        "EDM with a small network, for processors without a GPU: digits in 35 evaluations. The"
            + " network's input and target have unit variance at every noise level, levels come"
            + " from a log-normal. Drawn by 18 steps of Heun.");

    presets.add(
        "flow",
        "ddpm",
        Presets.COLOR_32,
        "Flow matching along straight lines (Lipman et al. 2023; Liu et al. 2023): the network says"
            + " the velocity from noise to image. Drawn by Heun on the ODE.",
        Presets.with(
            Presets.LARGE,
            "path=rectified-flow",
            "target=velocity",
            "weighting=unit-velocity",
            "noiseLevelInput=time(factor=1000)",
            "times=uniform",
            "solver=heun(variable=time)",
            "grid=trailing",
            "steps=25",
            "threshold=none"));
    presets.small(
        "flow",
        "Flow matching with a small network, for processors without a GPU: the network says the"
            + " velocity from noise to image along straight lines. Drawn by 25 steps of Heun on the"
            + " ODE.");
    presets.add(
        "flow-compact",
        "flow-small",
        Presets.GRAY_28,
        "Flow matching for the best model of a given time: as flow-small, times are spread evenly"
            + " over each batch, and estimates are limited to the range of pixels. Drawn by 10 steps"
            + " of SDE-DPM-Solver++.",
        "objective=denoising(clamp=true)",
        "threshold=clamp",
        "times=stratified",
        "solver=dpm++sde",
        "steps=10");
    presets.add(
        "mean-flow-small",
        "flow-compact",
        Presets.GRAY_28,
        "Mean flows (Geng et al. 2025) with the compact U-Net: the network learns the mean velocity"
            + " between any two times, from nothing, so that one evaluation draws a picture.",
        "network=compact-unet(intervals=true)",
        "noiseLevelInput=time(factor=20)", // slow waves, whose derivatives stay small
        "objective=mean-flow",
        "threshold=none",
        "times=logit-normal(mean=-0.4)",
        "solver=mean-flow",
        "grid=trailing",
        "steps=1");
    presets.add(
        "text-small",
        "flow-compact",
        Presets.GRAY_28,
        "Pictures of captions with a small network: a transformer reads the caption, and the compact"
            + " U-Net's attention reads its words (Nichol et al. 2021, GLIDE). Flow matching along"
            + " straight lines, for processors without a GPU. Drawn by 20 steps of DPM-Solver++,"
            + " guided.",
        "text=transformer(width=128,layers=2)",
        "solver=dpm++",
        "guidance=classifier-free(weight=3)",
        "steps=20");
    presets.add(
        "text-latent-small",
        "text-small",
        Presets.GRAY_28,
        "Latent diffusion with text, small (Rombach et al. 2022): flow matching in the latents of an"
            + " autoencoder, which train --codec names, by the U-Net with cross-attention at one size."
            + " For processors without a GPU. Drawn by 20 steps of DPM-Solver++, guided.",
        "codec=autoencoder",
        "objective=denoising", // latents have no range
        "threshold=none",
        "network=conditional-unet(channels=128,attention=1)",
        "training.batch=32");
  }
}
