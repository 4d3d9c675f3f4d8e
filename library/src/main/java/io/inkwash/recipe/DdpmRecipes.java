package io.inkwash.recipe;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.train.LearningRate;

/**
 * Denoising diffusion in discrete time: DDPM, which all other recipes change, and Improved DDPM.
 */
final class DdpmRecipes {
  private DdpmRecipes() {}

  static void addTo(Presets presets) {
    presets.add(ddpm());
    presets.small(
        "ddpm",
        "The ddpm recipe with the compact U-Net and a high learning rate, for processors without a"
            + " GPU. The network predicts the noise in 1000 steps of linear betas, the loss is its"
            + " plain squared error. Drawn by 20 steps of SDE-DPM-Solver++ with the clean estimate"
            + " clamped.",
        "solver=dpm++sde",
        "grid=trailing",
        "steps=20");
    presets.add(
        "ddpm-demo",
        "ddpm-small",
        Presets.GRAY_16,
        "The ddpm recipe at 16x16 pixels with the compact U-Net and a high learning rate: digits in"
            + " two minutes. The network predicts the noise in 1000 steps of linear betas. Drawn by"
            + " 20 steps of SDE-DPM-Solver++ with the clean estimate clamped.",
        "training.batch=128",
        "learningRate.warmup=0");
    presets.add(
        "ddpm-diffunet",
        "ddpm",
        new ImageSpec(1, 32, 32, PixelRange.UNIT),
        "Denoising diffusion with deepinv's DiffUNet, as its tutorial trains it: pixels from 0 to"
            + " 1, Adam at 1e-4, no clipping and no averaging of the weights, the large variance"
            + " and no clamp.",
        "network=diffunet",
        "variance=fixed-large",
        "training.batch=32",
        "optimizer=adam",
        "learningRate.rate=1e-4",
        "learning.clip=Infinity",
        "learning.ema=0",
        "solver=ancestral(variance=large)",
        "threshold=none");
    presets.small(
        "ddpm-diffunet",
        "The ddpm-diffunet recipe with a small network: pixels from 0 to 1, the large variance and"
            + " no clamp, for processors without a GPU.");

    presets.add(
        "iddpm",
        "ddpm",
        Presets.COLOR_32,
        "Improved DDPM (Nichol and Dhariwal 2021): 4000 steps of the cosine schedule, and the"
            + " network learns the variance of each step beside the noise, from a thousandth of the"
            + " variational bound. Drawn in 100 of the steps.",
        Presets.with(
            Presets.LARGE,
            "path=cosine-betas(timesteps=4000)",
            "variance=learned-range",
            "objective=hybrid-vlb",
            "noiseLevelInput=rescaled-index",
            "solver=ancestral-learned",
            "grid=sections(counts=100)",
            "steps=100"));
    presets.small(
        "iddpm",
        "Improved DDPM with a small network and 1000 steps, for processors without a GPU: the"
            + " cosine schedule, and the variance of each step learned beside the noise, from a"
            + " thousandth of the variational bound. Drawn in 100 of the steps.",
        "path=cosine-betas(timesteps=1000)");
  }

  /** The one that all others change. */
  private static DiffusionRecipe ddpm() {
    return new DiffusionRecipe(
        "ddpm",
        "Denoising diffusion (Ho, Jain and Abbeel 2020) with a small U-Net: 1000 steps of linear"
            + " betas, the network predicts the noise, the loss is its plain squared error. Drawn"
            + " by the ancestral sampler with the small variance and the clean estimate clamped.",
        Presets.GRAY_28,
        new DiffusionRecipe.Model(
            Spec.parse("linear-betas"),
            Spec.parse("noise"),
            Spec.parse("fixed-small"),
            Spec.parse("identity"),
            Spec.parse("index"),
            Spec.parse("simple-unet"),
            Spec.parse("none"),
            Spec.parse("pixels"),
            Spec.parse("none"),
            Spec.parse("none"),
            Spec.parse("target")),
        new DiffusionRecipe.Loss(
            Spec.parse("denoising"), Spec.parse("simple"), Spec.parse("discrete")),
        new Training(128, 1, Spec.parse("none"), 0.1),
        new Learning(
            Spec.parse("adamw"),
            new LearningRate(2e-4, 0, LearningRate.Decay.CONSTANT, 0),
            1.0,
            0.9999),
        new DiffusionRecipe.Sampling(
            Spec.parse("ancestral"),
            Spec.parse("all"),
            1000,
            Spec.parse("clamp"),
            Spec.parse("none")));
  }
}
