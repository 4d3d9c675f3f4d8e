package io.inkwash.exchange.latent;

import static io.inkwash.format.Text.format;

import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.FileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Sizes that are read off the shapes of weights.
 *
 * @param file for messages
 * @param prefix of the names in the file, for messages
 * @param tensors the weights
 */
record Shapes(Path file, String prefix, Map<String, StoredTensor> tensors) {

  boolean has(String name) {
    return tensors.containsKey(name);
  }

  private long[] shape(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new FileException(file, "lacks " + prefix + name);
    }
    return tensor.shape();
  }

  int dimensions(String name) {
    return shape(name).length;
  }

  int size(String name, int dimension) {
    long[] shape = shape(name);
    if (dimension >= shape.length) {
      throw new FileException(
          file, format("has %s%s of %d dimensions, too few", prefix, name, shape.length));
    }
    return Math.toIntExact(shape[dimension]);
  }

  /** The numbers below a bound for which a weight of that name is there. */
  List<Integer> numbers(String pattern, int bound) {
    return IntStream.range(0, bound)
        .filter(i -> has(pattern.replace("%d", Integer.toString(i))))
        .boxed()
        .toList();
  }

  /** The stages of the way down. */
  int stages() {
    return numbers("input_blocks.%d.0.in_layers.0.weight", 1000).size() + 1;
  }

  /** Sizes that are allowed. */
  <C> C checked(Supplier<C> config) {
    try {
      return config.get();
    } catch (IllegalArgumentException e) {
      throw new FileException(file, "is of " + e.getMessage(), e);
    }
  }
}
