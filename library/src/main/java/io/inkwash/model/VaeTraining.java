package io.inkwash.model;

import io.inkwash.condition.Condition;
import io.inkwash.condition.Requested;
import io.inkwash.generate.Drawing;
import io.inkwash.nn.VariationalNet;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.VaeRecipe;
import io.inkwash.solve.StepProgress;
import io.inkwash.train.Learner;
import io.inkwash.train.SingleStep;
import io.inkwash.train.TrainStep;
import io.inkwash.variational.VariationalObjective;
import java.util.List;

/** A variational autoencoder in training. */
final class VaeTraining implements Trainable {
  private final VaeRecipe recipe;
  private final TrainingSetup setup;
  private final Learner<VariationalNet> learner;
  private final TrainStep step;

  VaeTraining(VaeRecipe recipe, TrainingSetup setup) {
    this.recipe = recipe;
    this.setup = setup;
    learner = setup.learner(recipe.network(), recipe.learning().settings());
    step =
        new SingleStep<>(
            learner,
            new VariationalObjective(recipe.likelihood(), recipe.loss().elbo()),
            new SingleStep.Settings(
                recipe.training().accumulate(), Condition.none(), 0, setup.precision()),
            setup.key().stream("train"));
  }

  @Override
  public TrainStep step() {
    return step;
  }

  @Override
  public long parameterCount() {
    return learner.parameters().count();
  }

  @Override
  public List<Picture> preview(int count, long seed, StepProgress progress) {
    return new Drawing(
            VaeModel.generator(learner.average(), recipe.likelihood(), setup.precision()),
            recipe.data(),
            Requested.NONE,
            seed,
            setup.device())
        .draw(count, count, progress);
  }
}
