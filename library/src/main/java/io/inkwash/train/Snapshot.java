package io.inkwash.train;

import io.inkwash.file.TensorData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

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

  /** This state and that of another learner, whose files and numbers have other names. */
  Snapshot with(Snapshot other) {
    Map<String, Map<String, TensorData>> files = new LinkedHashMap<>(tensors);
    files.putAll(other.tensors);
    Map<String, double[]> all = new LinkedHashMap<>(numbers);
    all.putAll(other.numbers);
    return new Snapshot(files, all);
  }

  /** 32 bits that differ, but for one case in four billion, where any value or name does. */
  long checksum() {
    CRC32C sum = new CRC32C();
    new TreeMap<>(tensors)
        .forEach(
            (file, content) ->
                content.forEach(
                    (name, data) -> {
                      sum.update((file + "/" + name).getBytes(StandardCharsets.UTF_8));
                      sum.update(data.bytes());
                    }));
    new TreeMap<>(numbers)
        .forEach(
            (name, values) -> {
              ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
              bytes.asDoubleBuffer().put(values);
              sum.update(name.getBytes(StandardCharsets.UTF_8));
              sum.update(bytes);
            });
    return sum.getValue();
  }
}
