package io.inkwash.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A network's weights as one flat vector, and its gradients as another.
 *
 * <p>Every parameter of the network becomes a view into {@link #values}, and its gradient a view
 * into {@link #gradients}. An optimizer step, a gradient norm, an exponential moving average or a
 * copy is then one operation on one vector, and the optimizer's state is a few vectors more.
 *
 * <p>A network's buffers, such as running means, follow the weights in {@link #values}: checkpoints
 * and averages take them along, optimizers and gradients end before them.
 *
 * <p>Convolution weights are laid out channels-last, which the convolution kernels prefer; {@link
 * #stateDict} gives every tensor in the row-major order of its shape.
 */
public final class Parameters {
  static {
    Natives.load();
  }

  private static final int ALIGNMENT = 16; // floats: a cache line, which vector kernels like
  private static final int BLOCK = 1024; // floats that are summed before doubles take over

  private record Slot(String name, long[] shape, long offset) {
    long count() {
      return Tensors.count(shape);
    }

    /** Whether a flat vector reaches as far as this slot. */
    boolean within(Tensor flat) {
      return offset < flat.size(0);
    }

    /** This slot's part of a flat vector, in the parameter's shape. */
    Tensor view(Tensor flat) {
      Tensor part = flat.narrow(0, offset, count());
      return shape.length == 4
          ? part.view(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2)
          : part.view(shape);
    }
  }

  private final Net net;
  private final List<Slot> slots = new ArrayList<>();
  private final Tensor values;
  private final Tensor weights;
  private final Tensor gradients;

  /**
   * Moves a network's parameters into one vector. To be called where the network is built, so that
   * both live in one scope.
   */
  public Parameters(Net net) {
    this.net = net;
    StateDict trained = net.weightDict();
    StateDict buffers = net.bufferDict();
    long weightsEnd = layOut(trained, 0);
    values = Tensors.zeros(layOut(buffers, weightsEnd));
    weights = buffers.isEmpty() ? values : values.narrow(0, 0, weightsEnd);
    gradients = zerosLike();
    StateDict state = net.stateDict();
    try (Grad off = Grad.off()) {
      for (Slot slot : slots) {
        Tensor tensor = Objects.requireNonNull(state.get(slot.name()));
        Tensor view = slot.view(values);
        view.copy_(tensor);
        if (view.is_meta()) {
          net.replace(slot.name(), view.requires_grad_(true));
          continue;
        }
        tensor.set_data(view);
        if (slot.within(gradients)) {
          tensor.mutable_grad().put(slot.view(gradients));
        }
      }
    }
    Pointer.trimMemory(); // what the tensors had before goes back to the system
  }

  /** Gives each tensor its place in a vector, from an offset on; returns where they end. */
  private long layOut(StateDict tensors, long start) {
    long end = start;
    for (var entry : tensors.entrySet()) {
      Slot slot = new Slot(entry.getKey(), Tensors.shape(entry.getValue()), end);
      slots.add(slot);
      end += roundUp(slot.count(), ALIGNMENT);
    }
    return roundUp(end, BLOCK);
  }

  /**
   * Makes another network of the same layout use a vector laid out as these parameters, without a
   * copy: it changes as the vector does.
   *
   * @param twin a network built as the one that these are the parameters of
   * @param flat [P] its weights
   */
  public void share(Net twin, Tensor flat) {
    StateDict state = twin.stateDict();
    try (Grad off = Grad.off()) {
      for (Slot slot : slots) {
        Tensor parameter = Objects.requireNonNull(state.get(slot.name()));
        Tensor view = slot.view(flat);
        if (view.is_meta()) {
          twin.replace(slot.name(), view);
          continue;
        }
        parameter.set_data(view);
        parameter.requires_grad_(false);
      }
    }
  }

  private static long roundUp(long count, long multiple) {
    return (count + multiple - 1) / multiple * multiple;
  }

  /**
   * All weights and then all buffers, float32, with a few zeros of padding between tensors and at
   * the end: what a checkpoint and an average hold.
   */
  public Tensor values() {
    return values;
  }

  /** All weights, [P] float32: the part of {@link #values} that an optimizer changes. */
  public Tensor weights() {
    return weights;
  }

  /** All gradients, [P] float32; backward passes add to them. */
  public Tensor gradients() {
    return gradients;
  }

  /** The number of weights, without padding and buffers. */
  public long count() {
    return slots.stream().filter(slot -> slot.within(weights)).mapToLong(Slot::count).sum();
  }

  /**
   * Whether backward passes reach the weights. Without, they pass through the network to what it
   * was given, and cost less.
   */
  public void requireGradients(boolean required) {
    net.weightDict().values().forEach(weight -> weight.requires_grad_(required));
  }

  /** Forgets the gradients of the last step. */
  public void zeroGradients() {
    gradients.zero_();
  }

  /**
   * Scales the gradients down where their joint 2-norm exceeds a bound, as PyTorch's {@code
   * clip_grad_norm_} does.
   *
   * @return the norm before
   */
  public double clipGradients(double maxNorm) {
    try (TensorScope scope = TensorScope.open()) {
      double norm = norm(gradients);
      double scale = maxNorm / (norm + 1e-6);
      if (scale < 1) {
        gradients.mul_(new Scalar(scale));
      }
      return norm;
    }
  }

  /** libtorch sums all of a float32 vector in float32, which is 1e-3 off at 30 million numbers. */
  private static double norm(Tensor flat) {
    Tensor blocks = flat.view(-1, BLOCK).norm(new ScalarOptional(new Scalar(2.0)), 1);
    return Tensors.item(blocks.to(ScalarType.Double).norm());
  }

  /** A new vector of zeros, laid out as the weights: state of an optimizer. */
  public Tensor zerosLike() {
    return Tensors.zeros(weights.size(0));
  }

  /**
   * The tensors of any vector laid out as {@link #values} or as {@link #weights}, by name; views,
   * not copies.
   */
  public StateDict stateDict(Tensor flat) {
    StateDict state = new StateDict();
    for (Slot slot : slots) {
      if (slot.within(flat)) {
        state.put(slot.name(), slot.view(flat));
      }
    }
    return state;
  }
}
