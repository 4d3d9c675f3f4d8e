package io.inkwash.recipe;

/** Variational diffusion models, which are made for bits/dim. */
final class LikelihoodRecipes {
  private LikelihoodRecipes() {}

  static void addTo(Presets presets) {
    presets.add(
        "vdm",
        "ddpm",
        Presets.COLOR_32,
        "A variational diffusion model (Kingma et al. 2021): the loss is the bound on the"
            + " likelihood in bits/dim, the log-SNR of the path is learned along with the network,"
            + " which sees sines and cosines of its input and never halves the image. Drawn by the"
            + " ancestral sampler.",
        "path=log-snr",
        "learnedPath=monotone",
        "inputFeatures=fourier",
        "objective=continuous-vlb",
        "weighting=vlb",
        "times=stratified",
        "noiseLevelInput=log-sigma(factor=100)",
        "network=adm-unet(width=128,multipliers=1,blocks=32,attention=0,heads=1,dropout=0.1)",
        "optimizer=adamw(weightDecay=0.01)",
        "learningRate.rate=2e-4",
        "learning.clip=Infinity",
        "grid=trailing",
        "threshold=none");
    presets.small(
        "vdm",
        "A variational diffusion model with a small network, for processors without a GPU: the loss"
            + " is the bound on the likelihood in bits/dim, the log-SNR of the path is learned, the"
            + " network sees sines and cosines of its input and weighs the 256 values of each pixel."
            + " Drawn by 50 steps of the ancestral sampler.",
        "target=x0",
        "output=pixel-values",
        "inputFeatures=fourier(exponents=2:3:4:5:6)",
        "network=simple-unet(width=32)",
        "training.batch=32",
        "learningRate.rate=4e-3",
        "steps=50");
  }
}
