package io.inkwash.train;

import io.inkwash.data.Batch;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.classifier.NoisyDiscriminator;
import io.inkwash.objective.Adversary;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * The step of a network whose objective has a {@link FakeModel}: some steps of the fake model, and
 * as many of the discriminator where there is an {@link Adversary}, each on images that the network
 * makes of a batch of its own, and then one of the network.
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
  private final Optional<Learner<NoisyDiscriminator>> discriminator;
  private final SingleStep<N> own;
  private final SingleStep<N> ofFake;
  private final Optional<SingleStep<NoisyDiscriminator>> ofDiscriminator;
  private final int fakeSteps;
  private final Rng key;

  /**
   * A step. To be made in the scope that owns the learners.
   *
   * @param learner named {@link Learner#MAIN}
   * @param fake named {@link #FAKE}
   * @param discriminator named {@link AdversarialStep#DISCRIMINATOR}, of the fake model's adversary
   * @param objective the network's; it has a fake model
   * @param key of all randomness of the training
   */
  public PairedStep(
      Learner<N> learner,
      Learner<N> fake,
      Optional<Learner<NoisyDiscriminator>> discriminator,
      Objective<N> objective,
      SingleStep.Settings settings,
      Rng key) {
    this.learner = learner;
    this.fake = fake;
    this.discriminator = discriminator;
    this.key = key;
    FakeModel<N> model = objective.fake().orElseThrow();
    fakeSteps = model.steps();
    Twins<N> others = new Others<>(learner, fake, discriminator);
    own = new SingleStep<>(learner, objective, others, settings, key);
    Student<N> student = new Student<>(model, learner);
    ofFake = new SingleStep<>(fake, new OfImages<>(student), settings, key);
    ofDiscriminator =
        discriminator.map(
            each ->
                new SingleStep<>(
                    each, new OfBoth<>(model.adversary().orElseThrow(), student), settings, key));
  }

  /** The learner's own twins, the fake model, and the discriminator. */
  private record Others<N extends Net>(
      Learner<N> learner, Learner<N> other, Optional<Learner<NoisyDiscriminator>> judge)
      implements Twins<N> {

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

    @Override
    public NoisyDiscriminator discriminator() {
      return judge.orElseThrow().network();
    }
  }

  /** The network in training, as those see it that learn from its images. */
  private record Student<N extends Net>(FakeModel<N> model, Learner<N> learner) {

    Tensor images(Tensor real, Conditioning conditioning, Rng key) {
      try (Grad off = Grad.off()) {
        learner.network().train(true);
        return model.images(learner.network(), real, conditioning, key.stream("images"));
      }
    }
  }

  /** The discriminator's objective: of the images that the network makes, and of the data. */
  private record OfBoth<N extends Net>(Adversary adversary, Student<N> student)
      implements Objective<NoisyDiscriminator> {

    @Override
    public ObjectiveState<NoisyDiscriminator> start() {
      return (network, x0, conditioning, context) ->
          adversary.loss(
              network,
              student.model().real(x0, context.key()),
              student.images(x0, conditioning, context.key()),
              conditioning,
              context.key());
    }
  }

  /** The fake model's objective: of the images that the network makes. */
  private record OfImages<N extends Net>(Student<N> student) implements Objective<N> {

    @Override
    public ObjectiveState<N> start() {
      return new State<>(student, student.model().objective().start());
    }

    private record State<N extends Net>(Student<N> student, ObjectiveState<N> inner)
        implements ObjectiveState<N> {

      @Override
      public LossTerms loss(
          N network, Tensor x0, Conditioning conditioning, TrainingContext<N> context) {
        Tensor made = student.images(x0, conditioning, context.key());
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
    int each = ofFake.batchesPerStep();
    return fakeSteps * (discriminator.isPresent() ? 2 : 1) * each + own.batchesPerStep();
  }

  @Override
  public StepReport step(long step, double spent, Supplier<Batch> batches) {
    try (TensorScope scope = TensorScope.open()) {
      Runnable undo = fake.undo();
      Optional<Runnable> undoDiscriminator = discriminator.map(Learner::undo);
      try {
        return round(step, spent, batches);
      } catch (DivergedException e) {
        undo.run(); // what moved before the failure
        undoDiscriminator.ifPresent(Runnable::run);
        throw e;
      }
    }
  }

  private StepReport round(long step, double spent, Supplier<Batch> batches) {
    int images = 0;
    Map<String, Double> terms = new LinkedHashMap<>();
    for (int part = 0; part < fakeSteps; part++) {
      StepReport of = ofFake.step(step, spent, batches, random(FAKE, step, part));
      images += of.images();
      terms.put(FAKE, of.loss());
      if (ofDiscriminator.isPresent()) {
        String name = AdversarialStep.DISCRIMINATOR;
        of = ofDiscriminator.get().step(step, spent, batches, random(name, step, part));
        images += of.images();
        terms.put(name, of.loss());
      }
    }
    StepReport of = own.step(step, spent, batches);
    return new StepReport(of.loss(), of.gradientNorm(), of.rate(), images + of.images(), terms);
  }

  private Rng random(String name, long step, int part) {
    return key.stream(name).at(step).at(part);
  }

  @Override
  public TrainState state() {
    TrainState networks = own.state().with(ofFake.state());
    return ofDiscriminator.map(each -> networks.with(each.state())).orElse(networks);
  }

  @Override
  public void restore(Snapshot snapshot, String source) {
    own.restore(snapshot, source);
    ofFake.restore(snapshot, source);
    ofDiscriminator.ifPresent(each -> each.restore(snapshot, source));
  }
}
