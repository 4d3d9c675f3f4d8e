package io.inkwash.recipe;

import static io.inkwash.format.Text.format;

import io.inkwash.adversarial.AdversarialLoss;
import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.nn.DiscriminatorNet;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.reconstruction.ReconstructionObjective;
import java.util.function.Supplier;

/**
 * An autoencoder between pictures and the latents that diffusion works in, wholly described. A
 * recipe that exists is possible: impossible ones are refused when they are built, with the reason.
 *
 * @param name its name
 * @param about what it is, in one paragraph
 * @param data the images, without classes, their pixels from -1 to 1
 * @param model the two networks
 * @param loss what training makes small
 * @param training what a training step looks at
 * @param learning how the autoencoder learns; its average is the codec
 * @param discriminatorLearning how the discriminator learns
 */
public record AutoencoderRecipe(
    String name,
    String about,
    ImageSpec data,
    Model model,
    Loss loss,
    Training training,
    Learning learning,
    Learning discriminatorLearning)
    implements Recipe {

  /**
   * The two networks.
   *
   * @param autoencoder encoder and decoder
   * @param discriminator tells reconstructions from the data
   */
  public record Model(Spec autoencoder, Spec discriminator) {
    public Model {
      autoencoder = Catalog.AUTOENCODERS.complete(autoencoder);
      discriminator = Catalog.DISCRIMINATORS.complete(discriminator);
    }
  }

  /**
   * What training makes small; see {@link ReconstructionObjective}.
   *
   * @param perceptual the network that compares features
   * @param perceptualWeight its weight beside the pixels' error, 0 or more
   * @param klWeight the weight of the divergence of the latents from the standard normal, 0 or more
   * @param adversarialLoss what autoencoder and discriminator play for
   * @param adversarialWeight the weight of the game, 0 or more
   * @param adversarialStart steps before the game begins, 0 or more
   */
  public record Loss(
      Spec perceptual,
      double perceptualWeight,
      double klWeight,
      Spec adversarialLoss,
      double adversarialWeight,
      long adversarialStart) {
    public Loss {
      perceptual = Catalog.PERCEPTUALS.complete(perceptual);
      adversarialLoss = Catalog.ADVERSARIAL_LOSSES.complete(adversarialLoss);
    }

    /** The game that is named. */
    public AdversarialLoss game() {
      return Catalog.ADVERSARIAL_LOSSES.make(adversarialLoss);
    }

    /** The objective of one training; its network of features belongs to the caller's scope. */
    public ReconstructionObjective objective() {
      return new ReconstructionObjective(settings(), Catalog.PERCEPTUALS.make(perceptual).open());
    }

    private void check(ImageSpec images) {
      settings();
      game();
      int smallest = Catalog.PERCEPTUALS.make(perceptual).smallest();
      if (Math.min(images.height(), images.width()) < smallest) {
        throw new SpecException(
            format(
                "perceptual %s cannot compare images of %dx%d; allowed: %d pixels or more each way,"
                    + " or perceptual=none",
                perceptual.name(), images.width(), images.height(), smallest));
      }
    }

    private ReconstructionObjective.Settings settings() {
      return new ReconstructionObjective.Settings(
          perceptualWeight, klWeight, adversarialWeight, adversarialStart);
    }
  }

  public AutoencoderRecipe {
    if (data.classes() > 0) {
      throw new SpecException("an autoencoder is not conditional on classes; allowed: none");
    }
    if (data.range() != PixelRange.SYMMETRIC) {
      throw new SpecException("range is unit; allowed: symmetric, for an autoencoder of latents");
    }
    if (training.accumulate() != 1) {
      throw new SpecException(
          "accumulate is " + training.accumulate() + "; allowed: 1 beside a discriminator");
    }
    Catalog.AUTOENCODERS.make(model.autoencoder).plan(data);
    Catalog.DISCRIMINATORS.make(model.discriminator).plan(data);
    loss.check(data);
    learning.settings();
    discriminatorLearning.settings();
  }

  /**
   * The codec that its trained model is.
   *
   * @param latentSquare the mean square of its latents, above 0
   * @param weights the beginning of the hash of its weights
   */
  public Spec codec(double latentSquare, String weights) {
    return Catalog.CODECS.complete(
        new Spec("autoencoder", model.autoencoder.arguments())
            .with("scale", Double.toString(1 / Math.sqrt(latentSquare)))
            .with("weights", weights));
  }

  /** What builds the autoencoder, its weights not yet drawn. */
  public Supplier<AutoencoderKl> network() {
    return Catalog.AUTOENCODERS.make(model.autoencoder).plan(data);
  }

  /** What builds the discriminator, its weights not yet drawn. */
  public Supplier<DiscriminatorNet> discriminator() {
    return Catalog.DISCRIMINATORS.make(model.discriminator).plan(data);
  }

  @Override
  public AutoencoderRecipe withData(ImageSpec changed) {
    return new AutoencoderRecipe(
        name, about, changed, model, loss, training, learning, discriminatorLearning);
  }

  @Override
  public AutoencoderRecipe named(String otherName, String otherAbout) {
    return new AutoencoderRecipe(
        otherName, otherAbout, data, model, loss, training, learning, discriminatorLearning);
  }
}
