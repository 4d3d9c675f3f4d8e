package io.inkwash.studio.playground;

import io.inkwash.condition.Condition;
import io.inkwash.nn.VariationalNet;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.train.Learner;
import io.inkwash.train.SingleStep;
import io.inkwash.train.StepReport;
import io.inkwash.variational.Elbo;
import io.inkwash.variational.PixelLikelihood;
import io.inkwash.variational.SharedGaussian;
import io.inkwash.variational.VariationalObjective;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A variational autoencoder of points. What is shown are draws of p(x|z) with its noise, which is
 * the same everywhere.
 */
final class VariationalModel implements PointModel {
  private final PlaygroundSettings settings;
  private final SmallTraining training;
  private final Owned<Learner<VariationalNet>> learner;
  private final SingleStep<VariationalNet> step;
  private final PixelLikelihood likelihood;
  private final Rng data;

  VariationalModel(PlaygroundSettings settings, SmallTraining training, Elbo elbo) {
    this.settings = settings;
    this.training = training;
    data = settings.key().stream("data");
    double reach = 1.5 * settings.points().reach();
    likelihood = new SharedGaussian(-reach, reach);
    learner =
        Owned.of(
            () -> {
              Learner<VariationalNet> made =
                  new Learner<>(
                      Learner.MAIN,
                      PointVae::new,
                      settings.key().stream("init"),
                      training.learning());
              made.average();
              return made;
            });
    step =
        new SingleStep<>(
            learner.value(),
            new VariationalObjective(likelihood, elbo),
            new SingleStep.Settings(1, Condition.none(), 0, Precision.FP32),
            settings.key().stream("train"));
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
    VariationalNet network = learner.value().average();
    int latent = network.latent();
    screen.points(
        numbers -> {
          Tensor mean = likelihood.mean(network.decode(numbers.narrow(1, 0, latent)));
          Tensor deviation = network.logVariance().mul(new Scalar(0.5)).exp().view(1, -1, 1, 1);
          return mean.add(numbers.narrow(1, latent, 2).view(-1, 2, 1, 1).mul(deviation));
        },
        latent + 2);
  }

  @Override
  public void close() {
    learner.close();
  }
}
