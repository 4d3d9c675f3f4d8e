package io.inkwash.torch;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.StringTensorDictItem;
import org.bytedeco.pytorch.Tensor;

/**
 * A network, or a part of one: a libtorch module whose children live in typed Java fields.
 *
 * <p>Children are registered under the names of the reference Python model, so that its weights
 * load as they are.
 */
public abstract class Net extends Module {
  static {
    Natives.load();
  }

  private static final ThreadLocal<Boolean> HOLLOW = ThreadLocal.withInitial(() -> false);

  private final Map<String, Start> starts = new HashMap<>();
  private final Map<String, Net> nets = new HashMap<>();
  private final Map<String, Module> layers = new HashMap<>();

  /**
   * Builds a network whose layers' parameters have shapes and no memory, until {@link
   * StateDict#adopt} gives them numbers: a large one takes no more than its largest layer.
   */
  public static <N extends Net> N hollow(Supplier<N> build) {
    HOLLOW.set(true);
    try {
      return build.get();
    } finally {
      HOLLOW.set(false);
    }
  }

  /** Lets all parameters of a layer share one number. */
  private static void empty(Module layer) {
    try (TensorScope scope = TensorScope.open()) {
      copies(layer.named_parameters())
          .values()
          .forEach(numbers -> numbers.set_data(Tensors.zeros(1).expand(numbers.sizes())));
    }
  }

  /**
   * Sets the key of the dropout masks of the next training passes. Passes with one key have the
   * same masks, so each training step gives a key of its own. Networks without dropout ignore it,
   * and so does a network in evaluation mode.
   */
  public void dropFrom(Rng key) {}

  /** Registers a child under its name in the state dict, and returns it for its field. */
  protected final <M extends Module> M child(String name, M module) {
    return child(name, module, Start.UNIFORM);
  }

  /** Registers a child whose weights start in a way of their own. */
  protected final <M extends Module> M child(String name, M module, Start start) {
    register_module(name, module);
    starts.put(name, start);
    if (module instanceof Net net) {
      nets.put(name, net);
    } else {
      layers.put(name, module);
      if (HOLLOW.get()) {
        empty(module);
      }
    }
    return module;
  }

  /**
   * Registers numbers that gradients train and that belong to no layer, and returns them.
   *
   * @param shape of the numbers, which are zero until they are drawn
   */
  protected final Tensor parameter(String name, Start start, long... shape) {
    Tensor numbers = Tensors.zeros(shape);
    starts.put(name, start);
    return register_parameter(name, numbers);
  }

  /** How the parameter of that name starts: as its innermost child was registered. */
  private Start start(String parameter) {
    int dot = parameter.indexOf('.');
    if (dot < 0) {
      return starts.getOrDefault(parameter, Start.UNIFORM);
    }
    String child = parameter.substring(0, dot);
    Net net = nets.get(child);
    return net == null
        ? starts.getOrDefault(child, Start.UNIFORM)
        : net.start(parameter.substring(dot + 1));
  }

  /**
   * Puts another tensor in the place of a layer's parameter. Only for the meta device, between
   * which and the CPU libtorch does not exchange a parameter's memory. Numbers that belong to no
   * layer stay the tensor that their field has: neither has memory.
   */
  final void replace(String parameter, Tensor tensor) {
    int dot = parameter.indexOf('.');
    if (dot < 0) {
      return;
    }
    String child = parameter.substring(0, dot);
    if (nets.containsKey(child)) {
      nets.get(child).replace(parameter.substring(dot + 1), tensor);
      return;
    }
    Module layer = layers.get(child);
    if (layer == null) {
      throw new IllegalStateException("no layer holds the parameter " + parameter);
    }
    String field = parameter.substring(dot + 1);
    try {
      layer.getClass().getMethod(field, Tensor.class).invoke(layer, tensor);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the layer of " + parameter + " has no such field", e);
    }
  }

  /**
   * Registers numbers that belong to the network and that no gradient trains, such as the running
   * means of a norm, under their name in the state dict.
   */
  protected final Tensor buffer(String name, Tensor start) {
    register_buffer(name, start);
    return start;
  }

  /**
   * The parameters by name, in the order of registration, and then the {@link #bufferDict buffers};
   * all share memory with the network.
   */
  public final StateDict stateDict() {
    StateDict state = weightDict();
    state.putAll(bufferDict());
    return state;
  }

  /** The parameters alone. */
  public final StateDict weightDict() {
    return copies(named_parameters());
  }

  /**
   * What belongs to the network beside its parameters. A batch norm's count of batches, an integer
   * that nothing reads, is left out.
   */
  public final StateDict bufferDict() {
    StateDict buffers = copies(named_buffers());
    buffers.values().removeIf(buffer -> !buffer.is_floating_point());
    return buffers;
  }

  private static StateDict copies(StringTensorDict tensors) {
    StateDict state = new StateDict();
    for (long i = 0; i < tensors.size(); i++) {
      StringTensorDictItem item = tensors.get(i);
      state.put(item.key().getString(), new Tensor(item.access())); // a copy of a borrowed pointer
    }
    return state;
  }

  /**
   * Draws every parameter anew as PyTorch's layers do: weights and biases of linear and
   * convolutional layers uniform in +-1/sqrt(fan in) (Kaiming uniform with a = sqrt 5), norms one
   * and zero. Children that were registered with another {@link Start} follow that. With one
   * generator the numbers are those of a Python model built after {@code manual_seed}.
   */
  public final void initialize(Generator generator) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      double bound = 0;
      for (var entry : weightDict().entrySet()) {
        Tensor parameter = entry.getValue();
        boolean weight = entry.getKey().endsWith("weight");
        Start start = start(entry.getKey());
        if (start == Start.NORMAL) {
          Tensors.fillNormal(parameter, generator);
          bound = 0;
        } else if (start == Start.ONE) {
          parameter.fill_(new org.bytedeco.pytorch.Scalar(1.0));
          bound = 0;
        } else if (parameter.dim() > 1) {
          double fanIn = (double) parameter.numel() / parameter.size(0);
          bound = 1 / Math.sqrt(fanIn);
          Tensors.fillUniform(parameter, -bound, bound, generator);
        } else if (weight) { // a norm's scale, and its shift comes next
          parameter.fill_(new org.bytedeco.pytorch.Scalar(1.0));
          bound = 0;
        } else if (bound > 0) {
          Tensors.fillUniform(parameter, -bound, bound, generator);
        } else {
          parameter.zero_();
        }
        if (start == Start.ZERO) { // drawn first, as PyTorch does, so that what follows is the same
          parameter.zero_();
        }
      }
    }
  }
}
