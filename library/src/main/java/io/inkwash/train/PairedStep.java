package io.inkwash.train;

import io.inkwash.data.Batch;
import io.inkwash.nn.Conditioning;
import io.inkwash.objective.FakeModel;
import io.inkwash.objective.LossTerms;
import io.inkwash.objective.Objective;
import io.inkwash.objective.ObjectiveState;
import io.inkwash.objective.TrainingContext;
import io.inkwash.objective.Twins;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Net;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * The step of a network whose objective has a {@link FakeModel}: some steps of the fake model, each
 * on images that the network makes of a batch of its own, and then one of the network.
 *
 * @param <N> the type of both networks
 */
public final class PairedStep<N extends Net> implements TrainStep {

  /** The name of the fake model's files. */
  public static final String FAKE = "fake";

  /** The file of the fake model's averaged weights. */
  public static final String FAKE_AVERAGE = Learner.files(FAKE).get(1);

  private final Learner<N> learner;
  private final Learner<N> fake;
  private final SingleStep<N> own;
  private final SingleStep<N> ofFake;
  private final int fakeSteps;
  private final Rng key;

  /**
   * A step. To be made in the scope that owns the learners.
   *
   * @param learner named {@link Learner#MAIN}
   * @param fake named {@link #FAKE}
   * @param objective the network's; it has a fake model
   * @param key of all randomness of the training
   */
  public PairedStep(
      Learner<N> learner,
      Learner<N> fake,
      Objective<N> objective,
      SingleStep.Settings settings,
      Rng key) {
    this.learner = learner;
    this.fake = fake;
    this.key = key;
    FakeModel<N> model = objective.fake().orElseThrow();
    fakeSteps = model.steps();
    own = new SingleStep<>(learner, objective, new Both<>(learner, fake), settings, key);
    ofFake = new SingleStep<>(fake, new OfImages<>(model, learner), settings, key);
  }

  /** The learner's own twins, and the fake model. */
  private record Both<N extends Net>(Learner<N> learner, Learner<N> other) implements Twins<N> {

    @Override
    public N average() {
      return learner.average();
    }

    @Override
    public N teacher() {
      return learner.teacher();
    }

    @Override
    public void renewTeacher() {
      learner.renewTeacher();
    }

    @Override
    public N fake() {
      other.network().train(false);
      return other.network();
    }
  }

  /** The fake model's objective: of the images that the network makes. */
  private record OfImages<N extends Net>(FakeModel<N> model, Learner<N> learner)
      implements Objective<N> {

    @Override
    public ObjectiveState<N> start() {
      return new State<>(this, model.objective().start());
    }

    private Tensor images(Tensor real, Conditioning conditioning, Rng key) {
      try (Grad off = Grad.off()) {
        learner.network().train(true);
        return model.images(learner.network(), real, conditioning, key.stream("images"));
      }
    }

    private record State<N extends Net>(OfImages<N> of, ObjectiveState<N> inner)
        implements ObjectiveState<N> {

      @Override
      public LossTerms loss(
          N network, Tensor x0, Conditioning conditioning, TrainingContext<N> context) {
        Tensor made = of.images(x0, conditioning, context.key());
        return inner.loss(network, made, conditioning, context);
      }

      @Override
      public double[] values() {
        return inner.values();
      }

      @Override
      public void restore(double[] values) {
        inner.restore(values);
      }
    }
  }

  @Override
  public boolean followsBudget() {
    return learner.followsBudget();
  }

  @Override
  public int batchesPerStep() {
    return fakeSteps * ofFake.batchesPerStep() + own.batchesPerStep();
  }

  @Override
  public StepReport step(long step, double spent, Supplier<Batch> batches) {
    try (TensorScope scope = TensorScope.open()) {
      Runnable undo = fake.undo();
      try {
        return round(step, spent, batches);
      } catch (DivergedException e) {
        undo.run(); // what moved before the failure
        throw e;
      }
    }
  }

  private StepReport round(long step, double spent, Supplier<Batch> batches) {
    int images = 0;
    double loss = 0;
    for (int part = 0; part < fakeSteps; part++) {
      StepReport of = ofFake.step(step, spent, batches, key.stream(FAKE).at(step).at(part));
      images += of.images();
      loss = of.loss();
    }
    StepReport of = own.step(step, spent, batches);
    return new StepReport(
        of.loss(), of.gradientNorm(), of.rate(), images + of.images(), Map.of(FAKE, loss));
  }

  @Override
  public TrainState state() {
    return own.state().with(ofFake.state());
  }

  @Override
  public void restore(Snapshot snapshot, String source) {
    own.restore(snapshot, source);
    ofFake.restore(snapshot, source);
  }
}
