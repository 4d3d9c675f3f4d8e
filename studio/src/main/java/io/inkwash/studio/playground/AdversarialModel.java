package io.inkwash.studio.playground;

import io.inkwash.adversarial.GradientPenalty;
import io.inkwash.adversarial.NoiseToImages;
import io.inkwash.condition.Condition;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.DiscriminatorNet;
import io.inkwash.nn.GeneratorNet;
import io.inkwash.torch.Net;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.train.AdversarialStep;
import io.inkwash.train.Learner;
import io.inkwash.train.StepReport;
import java.util.function.Supplier;

/** A generator of points and its discriminator. The generator is shown without averaging. */
final class AdversarialModel implements PointModel {
  private final PlaygroundSettings settings;
  private final SmallTraining training;
  private final Owned<Learner<GeneratorNet>> generator;
  private final Owned<Learner<DiscriminatorNet>> discriminator;
  private final AdversarialStep<GeneratorNet> step;
  private final Rng data;

  AdversarialModel(PlaygroundSettings settings, SmallTraining training, GradientPenalty penalty) {
    this.settings = settings;
    this.training = training;
    data = settings.key().stream("data");
    generator = learner(Learner.MAIN, PointGenerator::new);
    discriminator = learner(AdversarialStep.DISCRIMINATOR, PointDiscriminator::new);
    step =
        new AdversarialStep<>(
            generator.value(),
            discriminator.value(),
            new NoiseToImages(),
            new AdversarialStep.Settings(
                settings.learning().game(), penalty, 1, Condition.none(), 0, Precision.FP32),
            settings.key().stream("train"));
  }

  private <N extends Net> Owned<Learner<N>> learner(String name, Supplier<N> build) {
    Rng init = settings.key().stream("init").stream(name);
    return Owned.of(() -> new Learner<>(name, build, init, training.playing()));
  }

  @Override
  public int steps() {
    return training.steps();
  }

  @Override
  public StepReport train(int number) {
    return training.take(step, number, settings.points(), data);
  }

  @Override
  public void draw(Screen screen) {
    GeneratorNet network = generator.value().network();
    screen.points(z -> network.forward(z, Conditioning.none()), network.latent());
  }

  @Override
  public void close() {
    generator.close();
    discriminator.close();
  }
}
