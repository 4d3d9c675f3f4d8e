package io.inkwash.model;

import io.inkwash.file.FileException;
import io.inkwash.file.SafetensorsException;
import io.inkwash.file.TensorData;
import io.inkwash.model.frozen.FrozenWeights;
import io.inkwash.reconstruction.ReconstructionObjective;
import io.inkwash.torch.Net;
import io.inkwash.torch.Owned;
import io.inkwash.train.AverageSnapshots;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.PowerProfile;
import io.inkwash.train.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The weights of one network in a checkpoint: the only file of it that is read. */
public final class SavedWeights {
  private static final int TRIES = 20;

  /** Which weights. */
  public enum Which {
    /** The moving average. */
    EMA,
    /** The last step's. */
    MODEL;

    /** Its name in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Path folder;
  private final RunDirectory run;
  private final long step;
  private final Map<String, double[]> numbers;
  private final Which which;
  private final Map<String, TensorData> tensors;
  private final String hash;

  private SavedWeights(
      RunDirectory run, Path folder, Which which, Map<String, TensorData> tensors) {
    this(run, folder, Checkpoint.readState(folder), which, tensors);
  }

  private SavedWeights(
      RunDirectory run,
      Path folder,
      Checkpoint.State state,
      Which which,
      Map<String, TensorData> tensors) {
    this.run = run;
    this.folder = folder;
    this.step = RunDirectory.stepOf(folder);
    this.numbers = state.numbers();
    this.which = which;
    this.tensors = tensors;
    this.hash = FrozenWeights.hash(tensors);
  }

  /**
   * Reads the weights of a run.
   *
   * @throws FileException if there are no such weights, or their file is damaged
   */
  static SavedWeights read(RunDirectory run, OpenOptions options) {
    if (options.width().isEmpty()) {
      return read(run, options.step(), options.which());
    }
    PowerProfile profile = new PowerProfile(options.width().getAsDouble());
    AverageSnapshots kept = AverageSnapshots.of(run);
    long step = kept.step(options.step());
    Map<String, TensorData> tensors = kept.of(profile, options.step());
    Checkpoint.State state =
        run.newest().map(Checkpoint::readState).orElseGet(Checkpoint.State::none);
    return new SavedWeights(run, run.checkpoint(step), state, Which.EMA, tensors);
  }

  /**
   * Reads the weights of a run.
   *
   * @param step the checkpoint's step; empty for the newest that has such weights
   * @throws FileException if there is no such checkpoint, or its file is damaged
   */
  static SavedWeights read(RunDirectory run, OptionalLong step, Which which) {
    // a training that goes on deletes checkpoints, perhaps this one, and has newer ones then
    for (int left = TRIES; left > 0; left--) {
      Optional<Path> folder = folder(run, step, which);
      if (folder.isPresent()) {
        try {
          return new SavedWeights(
              run, folder.get(), which, Checkpoint.readTensors(folder.get(), which.word()));
        } catch (FileException | SafetensorsException e) {
          if (Files.exists(folder.get())) {
            throw e;
          }
        }
      }
    }
    if (step.isPresent()) {
      throw new FileException(
          run.root(),
          "has no checkpoint of step " + step.getAsLong() + "; allowed: " + run.steps());
    }
    return newest(run, which);
  }

  /** What the newest checkpoint holds where none has such weights whole: reading it says why. */
  private static SavedWeights newest(RunDirectory run, Which which) {
    List<Long> steps = run.steps();
    if (steps.isEmpty()) {
      throw new FileException(run.root(), "has no checkpoint yet; train it first");
    }
    Path folder = run.checkpoint(steps.get(steps.size() - 1));
    return new SavedWeights(run, folder, which, Checkpoint.readTensors(folder, which.word()));
  }

  private static Optional<Path> folder(RunDirectory run, OptionalLong step, Which which) {
    return step.isEmpty()
        ? run.newestWith(which.word())
        : Optional.of(run.checkpoint(step.getAsLong())).filter(Files::isDirectory);
  }

  /**
   * Loads the weights into a network and lays them out as training does.
   *
   * @throws io.inkwash.torch.StateDictException if names or shapes are not the network's
   */
  public void into(Net network) {
    FrozenWeights.into(network, tensors, Checkpoint.tensors(folder, which.word()).toString());
  }

  /** The run that they are of. */
  RunDirectory run() {
    return run;
  }

  /** The mean square of an autoencoder's latents; empty where it was not measured. */
  OptionalDouble latentSquare() {
    double[] square = numbers.get(ReconstructionObjective.LATENT_SQUARE);
    return square == null || square.length != 2 || !(square[1] > 0)
        ? OptionalDouble.empty()
        : OptionalDouble.of(square[0] / square[1]);
  }

  /** The tensors by name. */
  Map<String, TensorData> tensors() {
    return tensors;
  }

  /**
   * Builds a network and reads the weights into it.
   *
   * @param build the network, with any weights
   * @return the network, which the caller is to close
   * @throws io.inkwash.torch.StateDictException if names or shapes are not the network's
   */
  public <N extends Net> Owned<N> open(Supplier<N> build) {
    return Owned.of(
        () -> {
          N network = build.get();
          into(network);
          return network;
        });
  }

  /** The step that they are of. */
  public long step() {
    return step;
  }

  /** Averaged or the last step's. */
  public Which which() {
    return which;
  }

  /** SHA-256 of the weights, names and shapes, in hexadecimal. */
  public String hash() {
    return hash;
  }
}
