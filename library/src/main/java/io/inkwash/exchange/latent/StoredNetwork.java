package io.inkwash.exchange.latent;

import static io.inkwash.format.Text.format;

import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.FileException;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.format.Quote;
import io.inkwash.torch.Net;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * The weights of one network, as stored.
 *
 * @param file for messages
 * @param tensors by the names of the file
 * @param names from a layer here, without {@code .weight} and {@code .bias}, to its names there,
 *     the likeliest first
 * @param ignored whether a tensor that no layer reads may be in the file
 */
record StoredNetwork(
    Path file, Map<String, StoredTensor> tensors, Names names, Predicate<String> ignored) {

  /** Names of a layer there. */
  @FunctionalInterface
  interface Names {
    /** The likeliest first. */
    List<String> of(String layer);

    /** One name for each layer. */
    static Names one(UnaryOperator<String> name) {
      return layer -> List.of(name.apply(layer));
    }
  }

  /**
   * Gives the network these weights, without a copy where they are float32 in a mapped file, or
   * matrices and kernels of 16 bits: these stay so, and passes are made in {@link
   * io.inkwash.torch.Precision#enterStored}. All names and shapes are compared first.
   *
   * @param change what becomes of a weight on the way, by its name here
   * @return the numbers that have to be kept as long as the network
   * @throws FileException if a weight is missing, unknown, of another shape or of no floating type
   */
  List<TensorData> fill(Net network, WeightChange change) {
    StateDict wanted = network.stateDict();
    Map<String, String> found = compare(wanted);
    List<TensorData> kept = new ArrayList<>();
    StateDict values = new StateDict();
    wanted.forEach(
        (name, parameter) -> {
          String stored = Objects.requireNonNull(found.get(name));
          TensorData data = Objects.requireNonNull(tensors.get(stored)).load();
          if (data.bytes().isDirect()) {
            kept.add(data);
          }
          Tensor value = value(stored, data, parameter.dim() > 1).view(parameter.sizes());
          values.put(name, change.apply(name, value));
        });
    wanted.adopt(values, file.toString());
    return kept;
  }

  private Tensor value(String name, TensorData data, boolean halves) {
    try {
      return halves ? Weights.stored(data) : Weights.over(data);
    } catch (IllegalArgumentException e) {
      throw new FileException(
          file,
          format(
              "has %s of type %s; allowed: F64, F32, F16 and BF16", Quote.of(name), data.dtype()),
          e);
    }
  }

  /** The stored name of each weight, if all are there in the right shape. */
  private Map<String, String> compare(StateDict wanted) {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    Set<String> unread = new LinkedHashSet<>(tensors.keySet());
    wanted.forEach(
        (name, tensor) -> {
          String stored = stored(name);
          StoredTensor there = tensors.get(stored);
          if (there == null) {
            faults.add("lacks " + stored);
          } else if (!fits(there.shape(), Tensors.shape(tensor))) {
            faults.add(
                format(
                    "has %s of shape %s, not %s",
                    stored,
                    Arrays.toString(there.shape()),
                    Arrays.toString(Tensors.shape(tensor))));
          } else if (!there.dtype().name().matches("F64|F32|F16|BF16")) {
            faults.add(
                format("has %s of type %s; allowed: F64, F32, F16, BF16", stored, there.dtype()));
          }
          unread.remove(stored);
          found.put(name, stored);
        });
    unread.removeIf(ignored);
    unread.forEach(name -> faults.add("has the unknown " + Quote.of(name)));
    if (!faults.isEmpty()) {
      String more = faults.size() > 1 ? format("; and %d more", faults.size() - 1) : "";
      throw new FileException(file, faults.get(0) + more);
    }
    return found;
  }

  private String stored(String name) {
    int dot = name.lastIndexOf('.');
    String end = name.substring(dot);
    List<String> likely = names.of(name.substring(0, dot));
    return likely.stream()
        .map(layer -> layer + end)
        .filter(tensors::containsKey)
        .findFirst()
        .orElse(likely.get(0) + end);
  }

  /** Linear maps and convolutions of one pixel have the same numbers. */
  private static boolean fits(long[] stored, long[] wanted) {
    return Arrays.equals(trimmed(stored), trimmed(wanted));
  }

  private static long[] trimmed(long[] shape) {
    boolean pixel = shape.length == 4 && shape[2] == 1 && shape[3] == 1;
    return pixel ? Arrays.copyOf(shape, 2) : shape;
  }
}
