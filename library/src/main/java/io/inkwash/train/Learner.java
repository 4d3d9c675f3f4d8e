package io.inkwash.train;

import io.inkwash.file.FileException;
import io.inkwash.file.TensorSource;
import io.inkwash.file.Weights;
import io.inkwash.objective.Twins;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Net;
import io.inkwash.torch.OptimizerRule;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.distributed.Ranks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * One network in training: its parameters, their optimizer, their moving average and the bound on
 * their gradient. A checkpoint holds three files of each learner; its name says which.
 *
 * @param <N> the network's type
 */
public final class Learner<N extends Net> implements Twins<N> {

  /** The name of a training's only or first learner: its files are model, ema and optimizer. */
  public static final String MAIN = "model";

  /** The file of the weights that an objective compares the network with. */
  public static final String TEACHER = "teacher";

  /** The file of the averages that {@link Settings#profiles} adds. */
  static final String AVERAGES = "averages";

  /**
   * How a network learns.
   *
   * @param rate the learning rate
   * @param optimizer how the weights follow their gradients
   * @param ema the decay of the moving average, in [0, 1); 0 for the weights as they are
   * @param warmup by which that decay rises
   * @param profiles of averages that are kept beside it
   * @param clip the largest 2-norm of the gradient, above 0
   */
  public record Settings(
      LearningRate rate,
      OptimizerRule optimizer,
      double ema,
      EmaWarmup warmup,
      EmaProfiles profiles,
      double clip) {

    /** With the warm-up of score_sde, and no other averages. */
    public Settings(LearningRate rate, OptimizerRule optimizer, double ema, double clip) {
      this(rate, optimizer, ema, EmaWarmup.ratio(0), EmaProfiles.NONE, clip);
    }

    public Settings {
      if (!(ema >= 0 && ema < 1)) {
        throw new IllegalArgumentException(
            "ema is " + ema + "; allowed: 0 up to but not 1, such as 0.9999");
      }
      if (!(clip > 0)) {
        throw new IllegalArgumentException("clip is " + clip + "; allowed: above 0, such as 1.0");
      }
    }
  }

  /** A network that does not learn, and the vector of its weights. */
  private record Teacher<N>(N network, Tensor weights) {}

  private final String name;
  private final Supplier<N> build;
  private final Settings settings;
  private final N network;
  private final Parameters parameters;
  private final OptimizerState optimizer;
  private final Ema ema;
  private final Map<String, Ema> profiles = new LinkedHashMap<>(); // by their widths
  private @Nullable N average;
  private @Nullable Teacher<N> teacher;

  /**
   * Builds a network and readies it for training. To be called in the scope that is to own it, on
   * the device that it is to be trained on.
   *
   * @param name {@link #MAIN}, or what its files are called by
   * @param build makes the network, its weights not yet drawn
   * @param init the key of its first weights
   */
  public Learner(String name, Supplier<N> build, Rng init, Settings settings) {
    this.name = name;
    this.build = build;
    this.settings = settings;
    network = build.get();
    network.initialize(torch.make_generator_cpu(init.key()));
    parameters = new Parameters(network);
    optimizer = settings.optimizer.start(parameters);
    ema = new Ema(settings.ema, settings.warmup, parameters);
    for (PowerProfile profile : settings.profiles.all()) {
      profiles.put(Double.toString(profile.width()), new Ema(1, profile, parameters));
    }
  }

  /** The network, with its own weights. */
  public N network() {
    return network;
  }

  /**
   * The network with the averaged weights, in evaluation mode. It shares memory with the average,
   * so it follows every {@link #update}; it lives as long as this learner's scope, in which it must
   * first be called.
   */
  @Override
  public N average() {
    if (average == null) {
      average = twin(ema.average());
    }
    return average;
  }

  /**
   * The network with the weights that the average had when this was first called, or at the last
   * {@link #renewTeacher}. It lives as long as this learner's scope, in which it must first be
   * called.
   */
  @Override
  public N teacher() {
    if (teacher == null) {
      Tensor weights;
      try (Grad off = Grad.off()) {
        weights = ema.average().clone();
      }
      teacher = new Teacher<>(twin(weights), weights);
    }
    return teacher.network();
  }

  @Override
  public void renewTeacher() {
    if (teacher != null) {
      try (Grad off = Grad.off()) {
        teacher.weights().copy_(ema.average());
      }
    }
  }

  /** A network in evaluation mode whose weights are those of a vector, and follow it. */
  private N twin(Tensor weights) {
    N twin = build.get();
    parameters.share(twin, weights);
    twin.train(false);
    return twin;
  }

  /** The weights and gradients. */
  public Parameters parameters() {
    return parameters;
  }

  /** The moving average of the weights. */
  public Ema ema() {
    return ema;
  }

  /**
   * Takes a step along the gradients, clipped, and lets the average follow. Where several {@link
   * Ranks} train, the gradients of all are summed first, and all take the same step.
   *
   * @param step the number of the step, 1, 2, ...
   * @param spent the share of the training's length that was spent before it, in [0, 1]
   * @param loss the loss that the gradients are of, the same at all ranks
   * @return the gradient's 2-norm before clipping
   * @throws DivergedException if the loss or the norm is not finite; nothing has changed then
   */
  public double update(long step, double spent, double loss) {
    Ranks.current().sum(parameters.gradients());
    double norm = parameters.clipGradients(settings.clip);
    double rate = rate(step, spent);
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw new DivergedException(
          "the loss of step "
              + step
              + " is "
              + loss
              + " (gradient norm "
              + norm
              + ") at learning rate "
              + rate,
          rate);
    }
    optimizer.step(rate);
    ema.update(step);
    profiles.values().forEach(profile -> profile.update(step));
    return norm;
  }

  /**
   * A way back to the state that it has now.
   *
   * @return puts the state back; usable while the caller's scope is open
   */
  Runnable undo() {
    List<Tensor> state = new ArrayList<>(optimizer.vectors().values());
    state.add(parameters.values());
    state.add(ema.average());
    profiles.values().forEach(profile -> state.add(profile.average()));
    long steps = optimizer.steps();
    List<Tensor> copies;
    try (Grad off = Grad.off()) {
      copies = state.stream().map(Tensor::clone).toList();
    }
    return () -> {
      try (Grad off = Grad.off()) {
        for (int i = 0; i < copies.size(); i++) {
          state.get(i).copy_(copies.get(i));
        }
      }
      optimizer.resumeAt(steps);
    };
  }

  /** Whether the learning rate falls with the training's length. */
  public boolean followsBudget() {
    return settings.rate.followsBudget();
  }

  /** The learning rate of a step, as {@link LearningRate#at}. */
  public double rate(long step, double spent) {
    return settings.rate.at(step, spent);
  }

  /** The names of its files: weights, average, optimizer, and the averages of its profiles. */
  static List<String> files(String name) {
    return name.equals(MAIN)
        ? List.of("model", "ema", "optimizer", AVERAGES)
        : List.of(name, name + "-ema", name + "-optimizer", name + "-" + AVERAGES);
  }

  /** Its state, in the caller's scope. */
  TrainState state() {
    List<String> files = files(name);
    Map<String, StateDict> tensors = new LinkedHashMap<>();
    tensors.put(files.get(0), parameters.stateDict(parameters.values()));
    tensors.put(files.get(1), parameters.stateDict(ema.average()));
    StateDict remembered = new StateDict();
    optimizer.vectors().forEach((key, vector) -> prefixed(remembered, key + ".", vector));
    tensors.put(files.get(2), remembered);
    if (!profiles.isEmpty()) {
      StateDict averages = new StateDict();
      profiles.forEach(
          (width, profile) ->
              prefixed(averages, AverageSnapshots.prefix(width), profile.average()));
      tensors.put(files.get(3), averages);
    }
    if (teacher != null) {
      tensors.put(TEACHER, parameters.stateDict(teacher.weights()));
    }
    return new TrainState(tensors, Map.of(steps(), new double[] {optimizer.steps()}));
  }

  private String steps() {
    return numberName("optimizer_steps");
  }

  /** The name that a number of this learner has in a snapshot. */
  String numberName(String number) {
    return name.equals(MAIN) ? number : name + "_" + number;
  }

  private void prefixed(StateDict into, String prefix, Tensor flat) {
    parameters.stateDict(flat).forEach((key, tensor) -> into.put(prefix + key, tensor));
  }

  /**
   * Goes on from a snapshot.
   *
   * @param source where it comes from, for messages
   */
  void restore(Snapshot snapshot, String source) {
    List<String> files = files(name);
    fill(parameters.values(), snapshot, files.get(0), "", source);
    fill(ema.average(), snapshot, files.get(1), "", source);
    optimizer
        .vectors()
        .forEach((key, vector) -> fill(vector, snapshot, files.get(2), key + ".", source));
    profiles.forEach(
        (width, profile) ->
            fill(
                profile.average(), snapshot, files.get(3), AverageSnapshots.prefix(width), source));
    if (teacher != null) {
      fill(teacher.weights(), snapshot, TEACHER, "", source);
    }
    double[] steps = numbers(snapshot, steps(), source);
    if (steps.length != 1) {
      throw new FileException(
          Path.of(source, "state.json"),
          "numbers." + steps() + " has " + steps.length + " numbers; allowed: 1");
    }
    optimizer.resumeAt((long) steps[0]);
  }

  /**
   * Numbers of a snapshot by name.
   *
   * @throws FileException if they are missing
   */
  static double[] numbers(Snapshot snapshot, String name, String source) {
    double[] numbers = snapshot.numbers().get(name);
    if (numbers == null) {
      throw new FileException(
          Path.of(source, "state.json"),
          "numbers." + name + " is missing; delete the checkpoint to go on from the one before");
    }
    return numbers;
  }

  private void fill(Tensor flat, Snapshot snapshot, String file, String prefix, String source) {
    Map<String, TensorSource> tensors = new LinkedHashMap<>();
    snapshot
        .file(file)
        .forEach(
            (key, tensor) -> {
              if (key.startsWith(prefix)) {
                tensors.put(key.substring(prefix.length()), tensor);
              }
            });
    String path = source + "/" + file + ".safetensors";
    try (TensorScope scope = TensorScope.open()) {
      parameters.stateDict(flat).load(Weights.stateDict(tensors, path), path);
    }
  }
}
