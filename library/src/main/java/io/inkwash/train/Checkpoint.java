package io.inkwash.train;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training run at one step, as a folder of {@code model}, {@code ema} and {@code optimizer}
 * safetensors and a {@code state.json}. The folder is written aside and renamed, so that it is
 * whole or not there.
 *
 * @param state the counters
 * @param snapshot the tensors and small state
 */
public record Checkpoint(State state, Snapshot snapshot) {
  private static final List<String> FILES = List.of("model", "ema", "optimizer");

  /**
   * Where the run stands.
   *
   * @param step steps done
   * @param images images seen
   * @param batches batches consumed: the cursor of the data order
   * @param seconds time spent in training steps
   * @param loss the mean loss since the last checkpoint
   * @param numbers small state of the training step, by name
   */
  public record State(
      long step,
      long images,
      long batches,
      double seconds,
      double loss,
      Map<String, double[]> numbers) {}

  /** Writes the folder, which must not exist. */
  public void write(Path folder) {
    AtomicFiles.writeFolder(
        folder,
        aside -> {
          for (String file : FILES) {
            Safetensors.write(tensors(aside, file), Map.of("format", "pt"), snapshot.file(file));
          }
          Json.write(aside.resolve("state.json"), state);
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
    for (String file : FILES) {
      tensors.put(file, readTensors(folder, file));
    }
    return new Checkpoint(state, new Snapshot(tensors, state.numbers()));
  }

  /** Reads the counters alone. */
  public static State readState(Path folder) {
    return Json.read(folder.resolve("state.json"), State.class);
  }

  /** Reads one file of weights alone: {@code model} or {@code ema}. */
  public static Map<String, TensorData> readTensors(Path folder, String file) {
    return Safetensors.read(tensors(folder, file)).tensors();
  }

  /** The path of one file of a checkpoint. */
  public static Path tensors(Path folder, String file) {
    return folder.resolve(file + ".safetensors");
  }

  /** Whether a folder has all files of a checkpoint. */
  static boolean whole(Path folder) {
    return Files.isRegularFile(folder.resolve("state.json"))
        && FILES.stream().allMatch(file -> Files.isRegularFile(tensors(folder, file)));
  }
}
