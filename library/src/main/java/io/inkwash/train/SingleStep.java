package io.inkwash.train;

import io.inkwash.condition.Condition;
import io.inkwash.data.Batch;
import io.inkwash.nn.Conditioning;
import io.inkwash.objective.LossTerms;
import io.inkwash.objective.Objective;
import io.inkwash.objective.ObjectiveState;
import io.inkwash.objective.TrainingContext;
import io.inkwash.objective.Twins;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Net;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The step of a single network under one objective: gradient, clip, optimizer, moving average.
 *
 * @param <N> the network's type
 */
public final class SingleStep<N extends Net> implements TrainStep {

  /**
   * What a step looks at, and how.
   *
   * @param accumulate batches whose gradients are averaged before each step, 1 or more
   * @param condition what the network is given beside the images
   * @param conditioningDropout the share of images that are unconditional all the same, in [0, 1]
   * @param precision the arithmetic of the network's passes
   */
  public record Settings(
      int accumulate, Condition condition, double conditioningDropout, Precision precision) {
    public Settings {
      if (accumulate < 1) {
        throw new IllegalArgumentException("accumulate is " + accumulate + "; allowed: 1 or more");
      }
      if (!(conditioningDropout >= 0 && conditioningDropout <= 1)) {
        throw new IllegalArgumentException(
            "conditioningDropout is " + conditioningDropout + "; allowed: 0 to 1, such as 0.1");
      }
    }

    /** What the network is given beside a batch's images. */
    Conditioning conditioning(Batch batch, Rng key) {
      return condition.of(batch).dropped(conditioningDropout, key.stream("label"));
    }
  }

  private static final String TIMES = "times";

  private final Learner<N> learner;
  private final ObjectiveState<N> objective;
  private final Twins<N> twins;
  private final Settings settings;
  private final Rng key;

  /**
   * A step. To be made in the scope that owns the learner.
   *
   * @param key of all randomness of the training
   */
  public SingleStep(Learner<N> learner, Objective<N> objective, Settings settings, Rng key) {
    this(learner, objective, learner, settings, key);
  }

  /** With other networks of the same architecture. */
  SingleStep(
      Learner<N> learner, Objective<N> objective, Twins<N> twins, Settings settings, Rng key) {
    this.learner = learner;
    this.twins = twins;
    this.objective = objective.start();
    if (objective.usesAverage()) {
      learner.average();
    }
    if (objective.usesTeacher()) {
      learner.teacher();
    }
    this.settings = settings;
    this.key = key;
  }

  @Override
  public boolean followsBudget() {
    return learner.followsBudget();
  }

  @Override
  public int batchesPerStep() {
    return settings.accumulate;
  }

  @Override
  public StepReport step(long step, double spent, Supplier<Batch> batches) {
    return step(step, spent, batches, key.at(step));
  }

  /** With another key of all randomness of the step. */
  StepReport step(long step, double spent, Supplier<Batch> batches, Rng whole) {
    double loss = 0;
    int images = 0;
    learner.network().train(true);
    learner.parameters().zeroGradients();
    for (int part = 0; part < settings.accumulate; part++) {
      Batch batch = batches.get();
      images += batch.rows().total();
      loss += accumulate(batch, step, spent, whole.at(part)) / settings.accumulate;
    }
    double norm = learner.update(step, spent, loss);
    return new StepReport(loss, norm, learner.rate(step, spent), images);
  }

  /** Adds one batch's share to the gradients; returns its loss. */
  private double accumulate(Batch batch, long step, double spent, Rng whole) {
    try (TensorScope scope = TensorScope.open()) {
      SharedBatch shared = SharedBatch.of(batch);
      Rng part = shared.key(whole);
      learner.network().dropFrom(part.stream("dropout"));
      LossTerms terms = loss(batch, new TrainingContext<>(part, step, spent, twins));
      shared.backward(terms.total().div(new Scalar((double) settings.accumulate)));
      double loss = shared.means(Tensors.item(terms.total()))[0];
      if (Double.isFinite(loss)) {
        terms.observer().accept(shared.perImage(terms.perImage()));
      }
      return loss;
    }
  }

  /**
   * The loss of one batch. What leads to it is from here on its graph's alone, which drops each
   * part as soon as the way back has passed it.
   */
  private LossTerms loss(Batch batch, TrainingContext<N> context) {
    try (TensorScope scope = TensorScope.open();
        Autocast cast = settings.precision.enter()) {
      LossTerms terms =
          objective.loss(
              learner.network(),
              images(batch),
              settings.conditioning(batch, context.key()),
              context);
      scope.keep(terms.total());
      scope.keep(terms.perImage());
      return terms;
    }
  }

  /** A batch's images, [N,C,H,W] float32. */
  static Tensor images(Batch batch) {
    return Tensors.of(
        batch.pixels(),
        batch.count(),
        batch.shape().channels(),
        batch.shape().height(),
        batch.shape().width());
  }

  @Override
  public TrainState state() {
    TrainState learned = learner.state();
    Map<String, double[]> numbers = new LinkedHashMap<>(learned.numbers());
    numbers.put(learner.numberName(TIMES), objective.values());
    return new TrainState(learned.tensors(), numbers);
  }

  @Override
  public void restore(Snapshot snapshot, String source) {
    learner.restore(snapshot, source);
    objective.restore(Learner.numbers(snapshot, learner.numberName(TIMES), source));
  }
}
