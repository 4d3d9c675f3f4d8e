package io.inkwash.train;

import io.inkwash.file.TensorSource;
import java.util.Map;

/**
 * The state of a training step at one moment, which later steps do not change: a {@linkplain
 * TrainState#copy copy}, or what a checkpoint holds.
 *
 * @param tensors file name ({@code model}, {@code ema}, {@code optimizer}) to tensors by name
 * @param numbers small state by name, such as the history of a time sampler
 */
public record Snapshot(
    Map<String, ? extends Map<String, ? extends TensorSource>> tensors,
    Map<String, double[]> numbers) {

  /**
   * The tensors of one file.
   *
   * @throws IllegalArgumentException if there is no such file
   */
  public Map<String, ? extends TensorSource> file(String name) {
    Map<String, ? extends TensorSource> file = tensors.get(name);
    if (file == null) {
      throw new IllegalArgumentException(
          "no file " + name + " in the snapshot; there are " + String.join(", ", tensors.keySet()));
    }
    return file;
  }
}
