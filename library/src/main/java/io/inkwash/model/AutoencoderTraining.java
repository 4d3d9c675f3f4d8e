package io.inkwash.model;

import io.inkwash.adversarial.GradientPenalty;
import io.inkwash.condition.Condition;
import io.inkwash.data.PixelRange;
import io.inkwash.nn.DiscriminatorNet;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.recipe.AutoencoderRecipe;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.train.AdversarialStep;
import io.inkwash.train.Learner;
import io.inkwash.train.TrainStep;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** An autoencoder of latent diffusion in training. */
final class AutoencoderTraining implements Trainable {
  private final AutoencoderRecipe recipe;
  private final TrainingSetup setup;
  private final Learner<AutoencoderKl> autoencoder;
  private final Learner<DiscriminatorNet> discriminator;
  private final TrainStep step;

  AutoencoderTraining(AutoencoderRecipe recipe, TrainingSetup setup) {
    this.recipe = recipe;
    this.setup = setup;
    autoencoder = setup.learner(recipe.network(), recipe.learning().settings());
    discriminator =
        setup.discriminator(recipe.discriminator(), recipe.discriminatorLearning().settings());
    step =
        new AdversarialStep<>(
            autoencoder,
            discriminator,
            recipe.loss().objective(),
            new AdversarialStep.Settings(
                recipe.loss().game(),
                GradientPenalty.none(),
                1,
                Condition.none(),
                0,
                setup.precision()),
            setup.key().stream("train"));
  }

  @Override
  public TrainStep step() {
    return step;
  }

  @Override
  public long parameterCount() {
    return autoencoder.parameters().count() + discriminator.parameters().count();
  }

  /** Training images and what comes back of them, in turn. */
  @Override
  public List<Picture> preview(int count, long seed, StepProgress progress) {
    PixelRange range = recipe.data().range();
    List<Picture> pairs = new ArrayList<>();
    for (int k = 0; k < count / 2 && k < setup.images().count(); k++) {
      Picture original = Pictures.of(setup.images(), k);
      try (TensorScope scope = TensorScope.open();
          Grad off = Grad.off()) {
        Tensor x = Pictures.tensor(List.of(original), range);
        AutoencoderKl network = autoencoder.average();
        pairs.add(original);
        pairs.addAll(Pictures.of(network.decode(network.encode(x).mode()), range));
      }
    }
    return pairs;
  }
}
