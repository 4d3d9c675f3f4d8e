package io.inkwash.train;

import io.inkwash.file.TensorData;
import java.util.Map;

/**
 * The state of a training step.
 *
 * @param tensors file name ({@code model}, {@code ema}, {@code optimizer}) to tensors by name
 * @param numbers small state by name, such as the history of a time sampler
 */
public record Snapshot(
    Map<String, Map<String, TensorData>> tensors, Map<String, double[]> numbers) {

  /**
   * The tensors of one file.
   *
   * @throws IllegalArgumentException if there is no such file
   */
  public Map<String, TensorData> file(String name) {
    Map<String, TensorData> file = tensors.get(name);
    if (file == null) {
      throw new IllegalArgumentException(
          "no file " + name + " in the snapshot; there are " + String.join(", ", tensors.keySet()));
    }
    return file;
  }
}
