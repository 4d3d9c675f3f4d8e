package io.inkwash.studio.playground;

import io.inkwash.condition.Condition;
import io.inkwash.data.ClassNames;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.objective.DenoisingObjective;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.Parameterization;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.train.Learner;
import io.inkwash.train.SingleStep;
import io.inkwash.train.StepReport;
import org.bytedeco.pytorch.Tensor;

/** A network that learns to denoise points, under the solver of the settings. */
final class LearnedModel implements PointModel {
  private static final double DROPOUT = 0.5; // of classes, so that it can be guided

  private final PlaygroundSettings settings;
  private final SmallTraining training;
  private final Parameterization parameterization;
  private final Owned<Learner<Backbone>> learner;
  private final SingleStep<Backbone> step;
  private final Rng data;

  LearnedModel(PlaygroundSettings settings, SmallTraining training) {
    this.settings = settings;
    this.training = training;
    settings.learning().target().check(settings.path());
    parameterization =
        new Parameterization(
            settings.learning().target(),
            InputScale.unitVariance(settings.points().sigmaData()),
            PointNet.ANGLE);
    data = settings.key().stream("data");
    int classes = settings.points().classes();
    learner =
        Owned.of(
            () -> {
              Learner<Backbone> made =
                  new Learner<>(
                      Learner.MAIN,
                      () -> new PointNet(classes),
                      settings.key().stream("init"),
                      training.learning());
              made.average();
              return made;
            });
    step =
        new SingleStep<>(
            learner.value(),
            new DenoisingObjective(
                settings.path(),
                parameterization,
                settings.learning().weighting(),
                settings.learning().times()),
            new SingleStep.Settings(
                1,
                Condition.ofClasses(ClassNames.numbered(classes).names()),
                DROPOUT,
                Precision.FP32),
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
  public void preview(Screen screen) {
    screen.field(this::denoiser, screen.middle());
    screen.number("fieldError", fieldError(screen.middle()));
  }

  @Override
  public void draw(Screen screen) {
    screen.walk(this::denoiser);
  }

  /** The denoiser of the settings for so many points. */
  Denoiser denoiser(int rows) {
    Denoiser all = network(Conditioning.none());
    return settings.type().isEmpty()
        ? all
        : settings.guided(
            network(SmallTraining.conditioning(settings.type().getAsInt(), rows)), all, rows);
  }

  private Denoiser network(Conditioning conditioning) {
    return new NetworkDenoiser(
        learner.value().average(), settings.path(), parameterization, conditioning, Precision.FP32);
  }

  /** The root mean squared difference from the exact estimate of x0, over noisy points. */
  double fieldError(double t) {
    int count = 512;
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Rng key = settings.key().stream("field-error");
      Tensor x0 = Tensors.of(settings.points().sample(key, count).xy(), count, 2, 1, 1);
      Tensor noise = key.stream("noise").normal(count, 2, 1, 1);
      Tensor x = Tensors.combine(settings.path().alpha(t), x0, settings.path().sigma(t), noise);
      Tensor exact = new MixtureDenoiser(settings.points(), settings.path()).denoise(x, t).x0();
      Tensor learned = network(Conditioning.none()).denoise(x, t).x0();
      return Math.sqrt(Tensors.item(learned.sub(exact).square().mean()));
    }
  }

  @Override
  public void close() {
    learner.close();
  }
}
