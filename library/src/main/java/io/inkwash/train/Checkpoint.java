package io.inkwash.train;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.file.SafetensorsException;
import io.inkwash.file.TensorData;
import io.inkwash.file.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A training run at one step, as a folder: the safetensors files that its learners name ({@code
 * model}, {@code ema} and {@code optimizer} for a single one) and a {@code state.json}. The folder
 * is written aside and renamed, so that it is whole or not there.
 *
 * @param state the counters
 * @param snapshot the tensors and small state
 */
public record Checkpoint(State state, Snapshot snapshot) {

  /** The version of the format of {@code state.json}. */
  public static final int FORMAT = 2;

  /**
   * Where the run stands.
   *
   * @param format the version of this file's format
   * @param step steps done
   * @param images images seen
   * @param batches batches consumed: the cursor of the data order
   * @param seconds time spent in training steps
   * @param loss the mean loss of the last {@value MetricsLog#RECENT} steps
   * @param numbers small state of the training step, by name
   * @param files the size in bytes of each file of tensors, by name
   */
  public record State(
      int format,
      long step,
      long images,
      long batches,
      double seconds,
      double loss,
      Map<String, double[]> numbers,
      Map<String, Long> files) {

    /** A run that has not begun. */
    public static State none() {
      return new State(FORMAT, 0, 0, 0, 0, Double.NaN, Map.of(), Map.of());
    }
  }

  /** Writes the folder, which must not exist. */
  public void write(Path folder) {
    write(folder, state, snapshot.tensors());
  }

  /**
   * Writes a folder, which must not exist, one tensor at a time.
   *
   * @param state the counters, but for the sizes of files
   * @param tensors file name to tensors by name
   */
  static void write(
      Path folder,
      State state,
      Map<String, ? extends Map<String, ? extends TensorSource>> tensors) {
    AtomicFiles.writeFolder(
        folder,
        aside -> {
          Map<String, Long> sizes = new LinkedHashMap<>();
          for (var file : tensors.entrySet()) {
            Path path = tensors(aside, file.getKey());
            Safetensors.write(path, Map.of("format", "pt"), file.getValue());
            sizes.put(file.getKey(), Files.size(path));
          }
          Json.write(
              aside.resolve("state.json"),
              new State(
                  FORMAT,
                  state.step,
                  state.images,
                  state.batches,
                  state.seconds,
                  state.loss,
                  state.numbers,
                  sizes));
        });
  }

  /**
   * Reads a folder.
   *
   * @throws FileException if a file is missing, cut off or damaged; the message names it
   */
  public static Checkpoint read(Path folder) {
    State state = readState(folder);
    Map<String, Map<String, TensorData>> tensors = new LinkedHashMap<>();
    for (String file : state.files.keySet()) {
      tensors.put(file, readTensors(folder, file));
    }
    return new Checkpoint(state, new Snapshot(tensors, state.numbers()));
  }

  /**
   * Opens a folder, whose tensors are read when they are requested: the folder has to stay as it
   * is.
   *
   * @throws FileException as {@link #read}
   */
  public static Checkpoint open(Path folder) {
    State state = readState(folder);
    Map<String, Map<String, TensorSource>> tensors = new LinkedHashMap<>();
    for (String file : state.files.keySet()) {
      tensors.put(file, Safetensors.sources(tensors(folder, file)));
    }
    return new Checkpoint(state, new Snapshot(tensors, state.numbers()));
  }

  /**
   * Reads the counters alone.
   *
   * @throws FileException if they are missing, damaged, of another format or of another step
   */
  public static State readState(Path folder) {
    Path file = folder.resolve("state.json");
    State state = Json.read(file, State.class);
    if (state.format != FORMAT) {
      throw new FileException(
          file,
          "has format "
              + state.format
              + "; allowed: "
              + FORMAT
              + "; use the version of Inkwash that wrote it");
    }
    if (!folder.getFileName().toString().equals(RunDirectory.stepName(state.step))) {
      throw new FileException(
          file, "is of step " + state.step + "; allowed: the step of its folder's name");
    }
    return state;
  }

  /**
   * Reads one file of tensors alone.
   *
   * @throws FileException if it is missing, cut off or damaged
   */
  public static Map<String, TensorData> readTensors(Path folder, String file) {
    return Safetensors.read(tensors(folder, file)).tensors();
  }

  /** The path of one file of a checkpoint. */
  public static Path tensors(Path folder, String file) {
    return folder.resolve(file + ".safetensors");
  }

  /** Whether a folder has all files that its state names, each of its size, with a header. */
  static boolean whole(Path folder) {
    try {
      State state = readState(folder);
      return state.files.keySet().stream().allMatch(file -> has(folder, state, file));
    } catch (FileException e) {
      return false;
    }
  }

  /** Whether a folder has its state and one of the files that it names, whole in the same sense. */
  static boolean has(Path folder, String file) {
    try {
      return has(folder, readState(folder), file);
    } catch (FileException e) {
      return false;
    }
  }

  private static boolean has(Path folder, State state, String file) {
    Path path = tensors(folder, file);
    try {
      Long size = state.files.get(file);
      if (size == null || Files.size(path) != size) {
        return false;
      }
      Safetensors.check(path);
      return true;
    } catch (SafetensorsException | IOException e) {
      return false;
    }
  }
}
