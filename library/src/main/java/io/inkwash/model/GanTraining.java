package io.inkwash.model;

import io.inkwash.adversarial.NoiseToImages;
import io.inkwash.generate.Drawing;
import io.inkwash.nn.DiscriminatorNet;
import io.inkwash.nn.GeneratorNet;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.GanRecipe;
import io.inkwash.solve.StepProgress;
import io.inkwash.train.AdversarialStep;
import io.inkwash.train.Learner;
import io.inkwash.train.TrainStep;
import java.util.List;

/** An adversarial network in training. */
final class GanTraining implements Trainable {
  private final GanRecipe recipe;
  private final TrainingSetup setup;
  private final Learner<GeneratorNet> generator;
  private final Learner<DiscriminatorNet> discriminator;
  private final TrainStep step;

  GanTraining(GanRecipe recipe, TrainingSetup setup) {
    this.recipe = recipe;
    this.setup = setup;
    generator = setup.learner(recipe.generator(), recipe.generatorLearning().settings());
    discriminator =
        setup.discriminator(recipe.discriminator(), recipe.discriminatorLearning().settings());
    step =
        new AdversarialStep<>(
            generator,
            discriminator,
            new NoiseToImages(),
            new AdversarialStep.Settings(
                recipe.game().loss(),
                recipe.game().penalty(),
                recipe.game().discriminatorSteps(),
                recipe.condition(),
                recipe.training().conditioningDropout(),
                setup.precision()),
            setup.key().stream("train"));
  }

  @Override
  public TrainStep step() {
    return step;
  }

  @Override
  public long parameterCount() {
    return generator.parameters().count() + discriminator.parameters().count();
  }

  @Override
  public List<Picture> preview(int count, long seed, StepProgress progress) {
    return new Drawing(
            GanModel.generator(generator.average(), setup.precision()),
            recipe.data(),
            recipe.condition().examples(setup.images()),
            seed,
            setup.device())
        .draw(count, count, progress);
  }
}
