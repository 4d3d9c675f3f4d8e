package io.inkwash.train;

import io.inkwash.file.TensorData;
import io.inkwash.file.TensorSource;
import io.inkwash.file.Weights;
import io.inkwash.torch.StateDict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The state of a training step as it is now: its tensors themselves, as in a state dict of PyTorch.
 * They belong to the scope in which it was made, and change with the next step.
 *
 * @param tensors file name ({@code model}, {@code ema}, {@code optimizer}) to tensors by name
 * @param numbers small state by name, such as the history of a time sampler
 */
public record TrainState(Map<String, StateDict> tensors, Map<String, double[]> numbers) {

  /** This state and that of another learner, whose files and numbers have other names. */
  TrainState with(TrainState other) {
    Map<String, StateDict> files = new LinkedHashMap<>(tensors);
    files.putAll(other.tensors);
    Map<String, double[]> all = new LinkedHashMap<>(numbers);
    all.putAll(other.numbers);
    return new TrainState(files, all);
  }

  /** What a checkpoint writes: each tensor as it is when it is read. */
  public Map<String, Map<String, TensorSource>> sources() {
    Map<String, Map<String, TensorSource>> sources = new LinkedHashMap<>();
    tensors.forEach((file, state) -> sources.put(file, Weights.sources(state)));
    return sources;
  }

  /** The state of this moment. */
  public Snapshot copy() {
    Map<String, Map<String, TensorData>> copies = new LinkedHashMap<>();
    tensors.forEach((file, state) -> copies.put(file, Weights.of(state)));
    return new Snapshot(copies, numbers);
  }

  /** 32 bits that differ, but for one case in four billion, where any value or name does. */
  long checksum() {
    CRC32C sum = new CRC32C();
    new TreeMap<>(tensors)
        .forEach(
            (file, state) ->
                Weights.sources(state)
                    .forEach(
                        (name, source) -> {
                          sum.update((file + "/" + name).getBytes(StandardCharsets.UTF_8));
                          sum.update(source.data().bytes());
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
