package io.inkwash.recipe;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.train.LearningRate;
import java.util.List;

/** The recipes of the families that draw in one pass. */
final class LatentRecipes {
  private LatentRecipes() {}

  private static final ImageSpec COLOR_64 = new ImageSpec(3, 64, 64, PixelRange.SYMMETRIC);
  private static final ImageSpec GRAY_28 = new ImageSpec(1, 28, 28, PixelRange.SYMMETRIC);

  /** Those that come with the tool, in the order to show them. */
  static List<Recipe> all() {
    return List.of(gan(), ganSmall(), vae(), vaeSmall());
  }

  /** DCGAN's networks and rates, spectral norm in place of the discriminator's batch norm. */
  private static GanRecipe gan() {
    return new GanRecipe(
        "gan",
        "A generative adversarial network with the networks of DCGAN (Radford et al. 2016): a"
            + " generator of transposed convolutions against a discriminator whose weights are"
            + " spectrally normalized (Miyato et al. 2018), by the non-saturating loss. Drawn in"
            + " one pass from the averaged generator.",
        COLOR_64,
        new GanRecipe.Model(Spec.parse("dcgan"), Spec.parse("dcgan(normalization=spectral)")),
        new GanRecipe.Game(Spec.parse("non-saturating"), 0, 1, 1),
        new Training(64, 1, Spec.parse("none"), 0.1),
        new Learning(adam(0.5), constant(2e-4), Double.POSITIVE_INFINITY, 0.999),
        new Learning(adam(0.5), constant(2e-4), Double.POSITIVE_INFINITY, 0));
  }

  private static GanRecipe ganSmall() {
    return new GanRecipe(
        "gan-small",
        "The gan recipe for small pictures and processors without a GPU: two levels, a"
            + " discriminator whose slope at the data is penalized (R1, Mescheder et al. 2018)"
            + " and a higher learning rate. Drawn in one pass from the averaged generator.",
        GRAY_28,
        new GanRecipe.Model(
            Spec.parse("dcgan(features=48, latent=64)"),
            Spec.parse("dcgan(features=48, normalization=none)")),
        new GanRecipe.Game(Spec.parse("non-saturating"), 1, 4, 1),
        new Training(64, 1, Spec.parse("none"), 0.1),
        new Learning(adam(0.5), constant(5e-4), Double.POSITIVE_INFINITY, 0.999),
        new Learning(adam(0.5), constant(5e-4), Double.POSITIVE_INFINITY, 0));
  }

  private static VaeRecipe vae() {
    return new VaeRecipe(
        "vae",
        "A convolutional variational autoencoder (Kingma and Welling 2014) with a vector of 128"
            + " latent numbers; pixels are 256 values about the decoder's output with one learned"
            + " variance (Rybkin et al. 2021). Drawn in one pass: the decoder's mean.",
        COLOR_64,
        new VaeRecipe.Model(Spec.parse("conv-vae(latent=128)"), Spec.parse("shared-gaussian")),
        new VaeRecipe.Loss(1, 0),
        new Training(128, 1, Spec.parse("none"), 0),
        new Learning(Spec.parse("adam"), constant(5e-4), 1.0, 0.999));
  }

  private static VaeRecipe vaeSmall() {
    return new VaeRecipe(
        "vae-small",
        "The vae recipe for small pictures and processors without a GPU: two levels, 16 latent"
            + " numbers. Drawn in one pass: the decoder's mean.",
        GRAY_28,
        new VaeRecipe.Model(
            Spec.parse("conv-vae(features=32, hidden=256, latent=16)"),
            Spec.parse("shared-gaussian")),
        new VaeRecipe.Loss(1, 0),
        new Training(128, 1, Spec.parse("none"), 0),
        new Learning(Spec.parse("adam"), constant(1e-3), 1.0, 0.999));
  }

  private static Spec adam(double beta1) {
    return Spec.parse("adam(beta1=" + beta1 + ")");
  }

  private static LearningRate constant(double rate) {
    return new LearningRate(rate, 0, LearningRate.Decay.CONSTANT, 0);
  }
}
