package io.inkwash.train;

import io.inkwash.data.Batch;
import io.inkwash.file.FileException;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Condition;
import io.inkwash.objective.LossTerms;
import io.inkwash.objective.Objective;
import io.inkwash.torch.Adam;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The step of a single network under one objective: gradient, clip, optimizer, moving average. */
public final class NetworkStep implements TrainStep {

  /**
   * The settings that are not the objective's.
   *
   * @param rate the learning rate
   * @param optimizer the optimizer's fixed settings
   * @param emaDecay the decay of the moving average, in [0, 1)
   * @param clip the largest 2-norm of the gradient, above 0
   * @param accumulate batches whose gradients are averaged before each step, 1 or more
   * @param conditioningDropout the share of images whose class is not told, in [0, 1]
   */
  public record Settings(
      LearningRate rate,
      Adam.Settings optimizer,
      double emaDecay,
      double clip,
      int accumulate,
      double conditioningDropout) {
    public Settings {
      if (!(conditioningDropout >= 0 && conditioningDropout <= 1)) {
        throw new IllegalArgumentException(
            "conditioningDropout is " + conditioningDropout + "; allowed: 0 to 1, such as 0.1");
      }
      if (!(emaDecay >= 0 && emaDecay < 1)) {
        throw new IllegalArgumentException(
            "ema is " + emaDecay + "; allowed: 0 up to but not 1, such as 0.9999");
      }
      if (!(clip > 0)) {
        throw new IllegalArgumentException("clip is " + clip + "; allowed: above 0, such as 1.0");
      }
      if (accumulate < 1) {
        throw new IllegalArgumentException("accumulate is " + accumulate + "; allowed: 1 or more");
      }
    }
  }

  private final Backbone network;
  private final boolean conditional;
  private final Objective objective;
  private final Settings settings;
  private final Precision precision;
  private final Rng rng;
  private final Parameters parameters;
  private final Adam adam;
  private final Ema ema;

  /**
   * Readies a network for training. To be called where the network is built, so that the
   * optimizer's state lives in the same scope.
   *
   * @param conditional whether the network is told the classes of images
   */
  public NetworkStep(
      Backbone network,
      boolean conditional,
      Objective objective,
      Settings settings,
      Precision precision,
      Rng rng) {
    this.network = network;
    this.conditional = conditional;
    this.objective = objective;
    this.settings = settings;
    this.precision = precision;
    this.rng = rng;
    parameters = new Parameters(network);
    adam = new Adam(settings.optimizer, parameters);
    ema = new Ema(settings.emaDecay, parameters);
  }

  @Override
  public int batchesPerStep() {
    return settings.accumulate;
  }

  @Override
  public StepReport step(long step, Supplier<Batch> batches) {
    double rate = settings.rate.at(step);
    double loss = 0;
    int images = 0;
    network.train(true);
    parameters.zeroGradients();
    for (int part = 0; part < settings.accumulate; part++) {
      Batch batch = batches.get();
      images += batch.count();
      loss += accumulate(batch, rng.at(step).at(part)) / settings.accumulate;
    }
    double norm = parameters.clipGradients(settings.clip);
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw new DivergedException(
          "the loss of step %d is %s (gradient norm %s) at learning rate %s"
              .formatted(step, loss, norm, rate));
    }
    adam.step(rate);
    ema.update(step);
    return new StepReport(loss, norm, rate, images);
  }

  /** Adds one batch's share to the gradients; returns its loss. */
  private double accumulate(Batch batch, Rng key) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x0 =
          Tensors.of(
              batch.pixels(),
              batch.count(),
              batch.shape().channels(),
              batch.shape().height(),
              batch.shape().width());
      LossTerms terms;
      network.dropFrom(key.stream("dropout"));
      try (Autocast cast = precision.enter()) {
        terms = objective.loss(network, x0, condition(batch, key), key);
      }
      terms.total().div(new Scalar((double) settings.accumulate)).backward();
      double loss = terms.total().item().toDouble();
      if (Double.isFinite(loss)) {
        terms.observer().accept(Tensors.toDoubles(terms.perImage()));
      }
      return loss;
    }
  }

  /** What the network is told: the classes, but for the share that is dropped. */
  private Condition condition(Batch batch, Rng key) {
    return conditional
        ? Condition.of(batch.labels()).dropped(settings.conditioningDropout, key.stream("label"))
        : Condition.none();
  }

  /** The network, with its own weights. */
  public Backbone network() {
    return network;
  }

  /** The moving average of the weights. */
  public Ema ema() {
    return ema;
  }

  /** The number of weights. */
  public long parameterCount() {
    return parameters.count();
  }

  @Override
  public Snapshot snapshot() {
    Map<String, TensorData> optimizer = new LinkedHashMap<>();
    prefixed(optimizer, "mean.", adam.mean());
    prefixed(optimizer, "square.", adam.square());
    Map<String, Map<String, TensorData>> tensors = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open()) {
      tensors.put("model", Weights.of(parameters.stateDict(parameters.values())));
      tensors.put("ema", Weights.of(parameters.stateDict(ema.average())));
      tensors.put("optimizer", optimizer);
    }
    return new Snapshot(
        tensors,
        Map.of("optimizer_steps", new double[] {adam.steps()}, "times", objective.state()));
  }

  private void prefixed(Map<String, TensorData> into, String prefix, Tensor flat) {
    try (TensorScope scope = TensorScope.open()) {
      Weights.of(parameters.stateDict(flat)).forEach((name, data) -> into.put(prefix + name, data));
    }
  }

  @Override
  public void restore(Snapshot snapshot, String source) {
    fill(parameters.values(), snapshot, "model", "", source);
    fill(ema.average(), snapshot, "ema", "", source);
    fill(adam.mean(), snapshot, "optimizer", "mean.", source);
    fill(adam.square(), snapshot, "optimizer", "square.", source);
    adam.resumeAt((long) numbers(snapshot, "optimizer_steps", source)[0]);
    objective.restore(numbers(snapshot, "times", source));
  }

  private static double[] numbers(Snapshot snapshot, String name, String source) {
    double[] numbers = snapshot.numbers().get(name);
    if (numbers == null) {
      throw new FileException(
          Path.of(source, "state.json"),
          "numbers." + name + " is missing; delete the checkpoint to go on from the one before");
    }
    return numbers;
  }

  private void fill(Tensor flat, Snapshot snapshot, String file, String prefix, String source) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    snapshot
        .file(file)
        .forEach(
            (name, data) -> {
              if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), data);
              }
            });
    try (TensorScope scope = TensorScope.open()) {
      parameters
          .stateDict(flat)
          .load(Weights.stateDict(tensors), source + "/" + file + ".safetensors");
    }
  }
}
