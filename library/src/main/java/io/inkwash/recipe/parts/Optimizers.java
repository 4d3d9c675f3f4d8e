package io.inkwash.recipe.parts;

import io.inkwash.catalog.Registry;
import io.inkwash.torch.AdafactorRule;
import io.inkwash.torch.AdamRule;
import io.inkwash.torch.AdamWRule;
import io.inkwash.torch.LionRule;
import io.inkwash.torch.OptimizerRule;
import io.inkwash.torch.RAdamRule;
import io.inkwash.torch.SgdRule;
import io.inkwash.train.EmaProfiles;
import io.inkwash.train.EmaWarmup;
import io.inkwash.train.PowerProfile;

/** Optimizers by name: a line each. */
final class Optimizers {
  private Optimizers() {}

  private static final String BETAS = "beta1=0.9, beta2=0.999, eps=1e-8, ";

  /** How weights follow their gradients. */
  static final Registry<OptimizerRule> OPTIMIZERS =
      new Registry<OptimizerRule>("optimizer")
          .register(
              "adamw",
              BETAS + "weightDecay=0.01",
              a ->
                  new AdamWRule(
                      a.number("beta1"),
                      a.number("beta2"),
                      a.number("eps"),
                      a.number("weightDecay")),
              "AdamW (Loshchilov and Hutter 2019)")
          .register(
              "adam",
              BETAS + "weightDecay=0",
              a ->
                  new AdamRule(
                      a.number("beta1"),
                      a.number("beta2"),
                      a.number("eps"),
                      a.number("weightDecay")),
              "Adam (Kingma and Ba 2015)")
          .register(
              "radam",
              BETAS + "weightDecay=0, decay=l2",
              a ->
                  new RAdamRule(
                      a.number("beta1"),
                      a.number("beta2"),
                      a.number("eps"),
                      a.number("weightDecay"),
                      a.word("decay", RAdamRule.Decay.class)),
              "rectified Adam, which needs no warm-up (Liu et al. 2020)")
          .register(
              "sgd",
              "momentum=0, nesterov=false, weightDecay=0",
              a -> new SgdRule(a.number("momentum"), a.flag("nesterov"), a.number("weightDecay")),
              "gradient descent, with momentum if wanted")
          .register(
              "lion",
              "beta1=0.9, beta2=0.99, weightDecay=0",
              a -> new LionRule(a.number("beta1"), a.number("beta2"), a.number("weightDecay")),
              "the sign of a momentum, at a third to a tenth of AdamW's rate (Chen et al. 2023)")
          .register(
              "adafactor",
              "decay=-0.8, smallest=0.001, threshold=1, weightDecay=0",
              a ->
                  new AdafactorRule(
                      a.number("decay"),
                      a.number("smallest"),
                      a.number("threshold"),
                      a.number("weightDecay")),
              "steps relative to the size of the weights, by rows and columns (Shazeer and Stern"
                  + " 2018)");

  /** How the decay of the average of the weights rises. */
  static final Registry<EmaWarmup> EMA_WARMUPS =
      new Registry<EmaWarmup>("emaWarmup")
          .register(
              "ratio",
              "after=0",
              a -> EmaWarmup.ratio(a.integer("after")),
              "(1 + n) / (10 + n), of score_sde; after=1 is that of diffusers")
          .register(
              "inverse",
              "gamma=1, power=0.75, after=1",
              a -> EmaWarmup.inverse(a.number("gamma"), a.number("power"), a.integer("after")),
              "1 - (1 + n / gamma)^-power, of k-diffusion, diffusers and ema_pytorch")
          .register(
              "power",
              "width=0.1",
              a -> new PowerProfile(a.number("width")),
              "a width that is a share of the run's length, for an ema near 1 (Karras et al. 2024)")
          .register("none", EmaWarmup.none(), "the same decay from the first step");

  /** Averages that are kept beside the one that is sampled. */
  static final Registry<EmaProfiles> EMA_PROFILES =
      new Registry<EmaProfiles>("emaProfiles")
          .register("none", EmaProfiles.NONE, "no other averages are kept")
          .register(
              "power",
              "narrow=0.05, wide=0.1",
              a -> EmaProfiles.of(a.number("narrow"), a.number("wide")),
              "two at each checkpoint, for sample --ema-width (Karras et al. 2024)");
}
