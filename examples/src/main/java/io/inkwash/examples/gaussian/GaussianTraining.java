package io.inkwash.examples.gaussian;

import io.inkwash.condition.Condition;
import io.inkwash.condition.Requested;
import io.inkwash.generate.Drawing;
import io.inkwash.model.Trainable;
import io.inkwash.model.TrainingSetup;
import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.train.Learner;
import io.inkwash.train.SingleStep;
import io.inkwash.train.TrainStep;
import java.util.List;

/**
 * A normal distribution in training: one learner, and the library's own step for one network. The
 * arithmetic is float32 whatever the setup, since bf16 is too coarse for densities.
 */
final class GaussianTraining implements Trainable {
  private final GaussianRecipe recipe;
  private final ComputeDevice device;
  private final Learner<GaussianNet> learner;
  private final GaussianNet average;
  private final TrainStep step;

  GaussianTraining(GaussianRecipe recipe, TrainingSetup setup) {
    this.recipe = recipe;
    device = setup.device();
    learner =
        new Learner<>(
            Learner.MAIN,
            () -> GaussianFamily.network(recipe),
            setup.key().stream("init"),
            recipe.learning().settings());
    average = learner.average();
    step =
        new SingleStep<>(
            learner,
            new GaussianBits(recipe.data()),
            new SingleStep.Settings(
                recipe.training().accumulate(), Condition.none(), 0, Precision.FP32),
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
    GaussianGenerator generator = new GaussianGenerator(average, recipe.data());
    return new Drawing(generator, recipe.data(), Requested.NONE, seed, device)
        .draw(count, count, progress);
  }
}
