package io.inkwash.train;

import io.inkwash.adversarial.AdversarialLoss;
import io.inkwash.adversarial.GeneratorLoss;
import io.inkwash.adversarial.GeneratorObjective;
import io.inkwash.adversarial.GradientPenalty;
import io.inkwash.condition.Condition;
import io.inkwash.data.Batch;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.DiscriminatorNet;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Net;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One round of an adversarial game (Goodfellow et al. 2014, algorithm 1): some steps of the
 * discriminator, each on a batch of its own, and then one of the generator, on as many images as
 * the last batch has and of its classes. What the generator makes and minimizes states a {@link
 * GeneratorObjective}.
 *
 * <p>The reported loss is the generator's own beside the game; where it has none, it is the
 * discriminator's, which is {@code log 4} where it cannot distinguish the data from the generator
 * under the losses of the original game.
 *
 * @param <G> the generator
 */
public final class AdversarialStep<G extends Net> implements TrainStep {

  /** The name of the discriminator's files. */
  public static final String DISCRIMINATOR = "discriminator";

  /**
   * The game.
   *
   * @param loss what both minimize
   * @param penalty of the discriminator's slope
   * @param discriminatorSteps steps of the discriminator a round, 1 or more
   * @param condition what both networks are given beside the images
   * @param conditioningDropout the share of images that are unconditional all the same, in [0, 1]
   * @param precision the arithmetic of the networks' passes; that of the penalty is float32
   */
  public record Settings(
      AdversarialLoss loss,
      GradientPenalty penalty,
      int discriminatorSteps,
      Condition condition,
      double conditioningDropout,
      Precision precision) {
    public Settings {
      if (discriminatorSteps < 1) {
        throw new IllegalArgumentException(
            "discriminatorSteps is " + discriminatorSteps + "; allowed: 1 or more");
      }
    }

    private Conditioning conditioning(Batch batch, Rng key) {
      return new SingleStep.Settings(1, condition, conditioningDropout, precision)
          .conditioning(batch, key);
    }
  }

  private final Learner<G> generator;
  private final Learner<DiscriminatorNet> discriminator;
  private final GeneratorObjective<G> objective;
  private final Settings settings;
  private final Rng key;

  /**
   * A step. To be made in the scope that owns the learners.
   *
   * @param generator named {@link Learner#MAIN}
   * @param discriminator named {@link #DISCRIMINATOR}
   * @param objective what the generator makes and minimizes
   * @param key of all randomness of the training
   */
  public AdversarialStep(
      Learner<G> generator,
      Learner<DiscriminatorNet> discriminator,
      GeneratorObjective<G> objective,
      Settings settings,
      Rng key) {
    this.generator = generator;
    this.discriminator = discriminator;
    this.objective = objective;
    this.settings = settings;
    this.key = key;
  }

  @Override
  public boolean followsBudget() {
    return generator.followsBudget() || discriminator.followsBudget();
  }

  @Override
  public int batchesPerStep() {
    return settings.discriminatorSteps;
  }

  @Override
  public StepReport step(long step, double spent, Supplier<Batch> batches) {
    try (TensorScope scope = TensorScope.open()) {
      Runnable[] undo = {discriminator.undo(), generator.undo()};
      try {
        return round(step, spent, batches);
      } catch (DivergedException e) {
        for (Runnable each : undo) {
          each.run(); // what moved before the failure: weights, and running means of normalization
        }
        throw e;
      }
    }
  }

  private StepReport round(long step, double spent, Supplier<Batch> batches) {
    generator.network().train(true);
    discriminator.network().train(true);
    Map<String, Double> terms = new LinkedHashMap<>();
    boolean plays = objective.plays(step);
    double loss = 0;
    double norm = 0;
    int images = 0;
    Batch batch = null;
    for (int part = 0; part < settings.discriminatorSteps; part++) {
      batch = batches.get();
      images += batch.rows().total();
      if (plays) {
        loss = discriminate(batch, step, key.at(step).at(part), terms);
        norm = discriminator.update(step, spent, loss + terms.getOrDefault("penalty", 0.0));
      }
    }
    Generated made = generate(Objects.requireNonNull(batch), key.at(step), plays);
    double moved = generator.update(step, spent, made.total);
    objective.observe(made.terms);
    if (made.own.isPresent() && plays) {
      terms.put(DISCRIMINATOR, loss);
    }
    terms.putAll(made.terms);
    return new StepReport(
        made.own.orElse(loss),
        made.own.isPresent() ? moved : norm,
        generator.rate(step, spent),
        images,
        terms);
  }

  /** Gradients of the discriminator; returns its loss without the penalty. */
  private double discriminate(Batch batch, long step, Rng whole, Map<String, Double> terms) {
    DiscriminatorNet network = discriminator.network();
    discriminator.parameters().zeroGradients();
    try (TensorScope scope = TensorScope.open()) {
      SharedBatch shared = SharedBatch.of(batch);
      Rng part = shared.key(whole);
      Tensor real = SingleStep.images(batch);
      Conditioning conditioning = settings.conditioning(batch, part);
      Tensor loss;
      try (Autocast cast = settings.precision.enter()) {
        Tensor fake = fake(real, conditioning, part.stream("discriminator"));
        loss = settings.loss.discriminator(logits(real, conditioning), logits(fake, conditioning));
      }
      Tensor total = loss;
      if (settings.penalty.at(step)) {
        Tensor penalty = settings.penalty.of(x -> network.forward(x, conditioning), real);
        terms.put("penalty", shared.means(Tensors.item(penalty))[0]);
        total = loss.add(penalty);
      }
      shared.backward(total);
      return mean(shared, loss);
    }
  }

  /** The generator's images, without a way back to it. */
  private Tensor fake(Tensor real, Conditioning conditioning, Rng part) {
    try (Grad off = Grad.off()) {
      return objective.images(generator.network(), real, conditioning, part);
    }
  }

  private Tensor logits(Tensor images, Conditioning conditioning) {
    return discriminator.network().forward(images, conditioning).to(ScalarType.Float);
  }

  /** What the generator's part of a round gave: means over the whole batch. */
  private record Generated(double total, OptionalDouble own, Map<String, Double> terms) {}

  /** Gradients of the generator. */
  private Generated generate(Batch batch, Rng whole, boolean plays) {
    generator.parameters().zeroGradients();
    discriminator.parameters().requireGradients(false);
    try (TensorScope scope = TensorScope.open()) {
      SharedBatch shared = SharedBatch.of(batch);
      Rng round = shared.key(whole);
      Conditioning conditioning = settings.conditioning(batch, round.stream("classes"));
      GeneratorLoss loss;
      try (Autocast cast = settings.precision.enter()) {
        loss =
            objective.loss(
                generator.network(),
                SingleStep.images(batch),
                conditioning,
                round.stream("generator"),
                images -> settings.loss.generator(logits(images, conditioning)),
                plays);
      }
      shared.backward(loss.total());
      Map<String, Double> terms = new LinkedHashMap<>();
      loss.terms().forEach((name, term) -> terms.put(name, mean(shared, term)));
      return new Generated(
          mean(shared, loss.total()),
          loss.own()
              .map(own -> OptionalDouble.of(mean(shared, own)))
              .orElse(OptionalDouble.empty()),
          terms);
    } finally {
      discriminator.parameters().requireGradients(true);
    }
  }

  private static double mean(SharedBatch shared, Tensor scalar) {
    return shared.means(Tensors.item(scalar))[0];
  }

  @Override
  public TrainState state() {
    return generator
        .state()
        .with(discriminator.state())
        .with(new TrainState(Map.of(), objective.values()));
  }

  @Override
  public void restore(Snapshot snapshot, String source) {
    generator.restore(snapshot, source);
    discriminator.restore(snapshot, source);
    objective.restore(name -> Learner.numbers(snapshot, name, source));
  }
}
