package io.inkwash.recipe;

import io.inkwash.adversarial.AdversarialLoss;
import io.inkwash.adversarial.GradientPenalty;
import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.nn.DiscriminatorNet;
import io.inkwash.nn.GeneratorNet;
import io.inkwash.recipe.parts.Catalog;
import java.util.function.Supplier;

/**
 * A generative adversarial network, wholly described. A recipe that exists is possible: impossible
 * ones are refused when they are built, with the reason.
 *
 * @param name its name
 * @param about what it is, in one paragraph
 * @param data the images, their pixels from -1 to 1
 * @param model the two networks
 * @param game what they play for
 * @param training what a training step looks at; a batch for each step of the discriminator
 * @param generatorLearning how the generator learns; its average is what is drawn from
 * @param discriminatorLearning how the discriminator learns
 */
public record GanRecipe(
    String name,
    String about,
    ImageSpec data,
    Model model,
    Game game,
    Training training,
    Learning generatorLearning,
    Learning discriminatorLearning)
    implements Recipe {

  /**
   * The two networks.
   *
   * @param generator makes images
   * @param discriminator distinguishes them from the data
   */
  public record Model(Spec generator, Spec discriminator) {
    public Model {
      generator = Catalog.GENERATORS.complete(generator);
      discriminator = Catalog.DISCRIMINATORS.complete(discriminator);
    }
  }

  /**
   * What the networks play for.
   *
   * @param adversarialLoss what both minimize
   * @param gamma the strength of the penalty R1 of the discriminator's slope, 0 or more
   * @param penaltyEvery rounds from one penalty to the next, 1 or more
   * @param discriminatorSteps steps of the discriminator a round, 1 or more
   */
  public record Game(Spec adversarialLoss, double gamma, int penaltyEvery, int discriminatorSteps) {
    public Game {
      adversarialLoss = Catalog.ADVERSARIAL_LOSSES.complete(adversarialLoss);
      if (discriminatorSteps < 1) {
        throw new SpecException(
            "discriminatorSteps is " + discriminatorSteps + "; allowed: 1 or more");
      }
    }

    /** The loss that is named. */
    public AdversarialLoss loss() {
      return Catalog.ADVERSARIAL_LOSSES.make(adversarialLoss);
    }

    /** The penalty. */
    public GradientPenalty penalty() {
      return new GradientPenalty(gamma, penaltyEvery);
    }
  }

  public GanRecipe {
    if (data.range() != PixelRange.SYMMETRIC) {
      throw new SpecException("range is unit; allowed: symmetric, which is that of a GAN's tanh");
    }
    if (training.accumulate() != 1) {
      throw new SpecException("accumulate is " + training.accumulate() + "; allowed: 1 in a GAN");
    }
    Catalog.GENERATORS.make(model.generator).plan(data);
    Catalog.DISCRIMINATORS.make(model.discriminator).plan(data);
    game.loss();
    game.penalty();
    generatorLearning.settings();
    discriminatorLearning.settings();
  }

  /** What builds the generator, its weights not yet drawn. */
  public Supplier<GeneratorNet> generator() {
    return Catalog.GENERATORS.make(model.generator).plan(data);
  }

  /** What builds the discriminator, its weights not yet drawn. */
  public Supplier<DiscriminatorNet> discriminator() {
    return Catalog.DISCRIMINATORS.make(model.discriminator).plan(data);
  }

  @Override
  public GanRecipe withData(ImageSpec changed) {
    return new GanRecipe(
        name, about, changed, model, game, training, generatorLearning, discriminatorLearning);
  }

  @Override
  public GanRecipe named(String otherName, String otherAbout) {
    return new GanRecipe(
        otherName,
        otherAbout,
        data,
        model,
        game,
        training,
        generatorLearning,
        discriminatorLearning);
  }
}
