package io.inkwash.recipe;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.train.LearningRate;
import java.util.List;

/** The recipes of autoencoders, between whose latents and pixels diffusion models decode. */
final class AutoencoderRecipes {
  private static final ImageSpec COLOR_256 = new ImageSpec(3, 256, 256, PixelRange.SYMMETRIC);

  private AutoencoderRecipes() {}

  /** Those that come with the tool, in the order to show them. */
  static List<Recipe> all() {
    return List.of(large(), small());
  }

  /**
   * The configuration {@code autoencoder_kl_32x32x4} of latent-diffusion. Its perceptual term is of
   * VGG, which does not come with the tool: here there is none.
   */
  private static AutoencoderRecipe large() {
    Learning learning =
        new Learning(
            Spec.parse("adam(beta1=0.5, beta2=0.9)"),
            new LearningRate(5.4e-5, 0, LearningRate.Decay.CONSTANT, 0),
            Double.POSITIVE_INFINITY,
            0.999);
    return new AutoencoderRecipe(
        "autoencoder",
        "The KL-regularized autoencoder of latent diffusion (Rombach et al. 2022) for color pictures:"
            + " latents of four channels and an eighth of the height and width, a discriminator of"
            + " patches from step 50,001 on. Other recipes draw in its latents: train --codec.",
        COLOR_256,
        new AutoencoderRecipe.Model(Spec.parse("kl"), Spec.parse("patch")),
        new AutoencoderRecipe.Loss(Spec.parse("none"), 1, 1e-6, Spec.parse("hinge"), 0.5, 50_000),
        new Training(12, 1, Spec.parse("horizontal-flip"), 0),
        learning,
        learning);
  }

  private static AutoencoderRecipe small() {
    return new AutoencoderRecipe(
        "autoencoder-small",
        "The autoencoder recipe for small pictures and processors without a GPU: latents of four"
            + " channels and a quarter of the height and width, features of the classifier of digits"
            + " that comes with the tool, a discriminator of small patches. Other recipes draw in its"
            + " latents: train --codec.",
        Presets.GRAY_28,
        new AutoencoderRecipe.Model(
            Spec.parse("kl(channels=32:32:64, blocks=1)"),
            Spec.parse("patch(features=32, layers=1)")),
        new AutoencoderRecipe.Loss(
            Spec.parse("digits-lenet"), 0.1, 1e-4, Spec.parse("hinge"), 0.1, 500),
        new Training(32, 1, Spec.parse("none"), 0),
        new Learning(
            Spec.parse("adam"),
            new LearningRate(1e-3, 100, LearningRate.Decay.COSINE, 0),
            1.0,
            0.999),
        new Learning(
            Spec.parse("adam(beta1=0.5, beta2=0.9)"),
            new LearningRate(5e-4, 0, LearningRate.Decay.CONSTANT, 0),
            1.0,
            0));
  }
}
