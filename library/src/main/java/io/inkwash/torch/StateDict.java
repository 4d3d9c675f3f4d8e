package io.inkwash.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/** Tensors by name, in a fixed order: what a checkpoint holds of a network. */
public final class StateDict extends LinkedHashMap<String, Tensor> {
  private static final long serialVersionUID = 1L;

  /**
   * Copies the values of another state dict into this one's tensors.
   *
   * @param source where the values come from, for the message
   * @throws StateDictException if any name is missing or unexpected or any shape differs; the
   *     message lists all of them, or the prefix that stands before all names, and nothing has been
   *     copied
   */
  public void load(Map<String, Tensor> values, String source) {
    check(values, source);
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      forEach((name, tensor) -> tensor.copy_(values.get(name)));
    }
  }

  /**
   * Lets this one's tensors use the memory of another's from now on, without a copy; no gradient is
   * taken of them. The other's memory has to live as long as they do.
   *
   * @param values of the CPU, which may be of another floating type
   * @param source where the values come from, for the message
   * @throws StateDictException as {@link #load} does, and nothing has changed
   */
  public void adopt(Map<String, Tensor> values, String source) {
    check(values, source);
    forEach((name, tensor) -> tensor.requires_grad_(false).set_data(values.get(name)));
  }

  private void check(Map<String, Tensor> values, String source) {
    String prefix = prefix(values.keySet());
    if (!prefix.isEmpty()) {
      throw new StateDictException(
          source
              + " does not fit the network: its names begin with \""
              + prefix
              + "\", as a wrapper of PyTorch names them; remove that prefix");
    }
    List<String> faults = new ArrayList<>();
    forEach(
        (name, tensor) -> {
          Tensor value = values.get(name);
          if (value == null) {
            faults.add("missing " + name);
          } else if (!Arrays.equals(Tensors.shape(tensor), Tensors.shape(value))) {
            faults.add(
                name
                    + " has shape "
                    + Arrays.toString(Tensors.shape(value))
                    + ", wanted "
                    + Arrays.toString(Tensors.shape(tensor)));
          }
        });
    for (String name : values.keySet()) {
      if (!containsKey(name)) {
        faults.add("unexpected " + name);
      }
    }
    if (!faults.isEmpty()) {
      throw new StateDictException(
          source + " does not fit the network: " + String.join("; ", faults));
    }
  }

  /** What stands before each of this state dict's names in others; empty if nothing does. */
  private String prefix(Set<String> names) {
    if (isEmpty() || names.contains(keySet().iterator().next())) {
      return "";
    }
    String first = keySet().iterator().next();
    return names.stream()
        .filter(name -> name.endsWith(first))
        .map(name -> name.substring(0, name.length() - first.length()))
        .filter(prefix -> keySet().stream().allMatch(name -> names.contains(prefix + name)))
        .findFirst()
        .orElse("");
  }
}
