package io.inkwash.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
 * <p>Convolution weights are laid out channels-last, which the convolution kernels prefer; {@link
 * #stateDict} gives every tensor in the row-major order of its shape.
 */
public final class Parameters {
  private static final int ALIGNMENT = 16; // floats: a cache line, which vector kernels like
  private static final int BLOCK = 1024; // floats that are summed before doubles take over

  private record Slot(String name, long[] shape, long offset) {
    long count() {
      return Tensors.count(shape);
    }

    /** This slot's part of a flat vector, in the parameter's shape. */
    Tensor view(Tensor flat) {
      Tensor part = flat.narrow(0, offset, count());
      return shape.length == 4
          ? part.view(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2)
          : part.view(shape);
    }
  }

  private final List<Slot> slots = new ArrayList<>();
  private final Tensor values;
  private final Tensor gradients;

  /**
   * Moves a network's parameters into one vector. To be called where the network is built, so that
   * both live in one scope.
   */
  public Parameters(Net net) {
    StateDict state = net.stateDict();
    long end = 0;
    for (var entry : state.entrySet()) {
      Slot slot = new Slot(entry.getKey(), Tensors.shape(entry.getValue()), end);
      slots.add(slot);
      end += roundUp(slot.count(), ALIGNMENT);
    }
    values = Tensors.zeros(roundUp(end, BLOCK));
    gradients = zerosLike();
    try (Grad off = Grad.off()) {
      for (Slot slot : slots) {
        Tensor parameter = Objects.requireNonNull(state.get(slot.name()));
        Tensor view = slot.view(values);
        view.copy_(parameter);
        parameter.set_data(view);
        parameter.mutable_grad().put(slot.view(gradients));
      }
    }
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
        parameter.set_data(slot.view(flat));
        parameter.requires_grad_(false);
      }
    }
  }

  private static long roundUp(long count, long multiple) {
    return (count + multiple - 1) / multiple * multiple;
  }

  /** All weights, [P] float32; P includes a few zeros of padding between tensors and at the end. */
  public Tensor values() {
    return values;
  }

  /** All gradients, [P] float32; backward passes add to them. */
  public Tensor gradients() {
    return gradients;
  }

  /** The number of weights, without padding. */
  public long count() {
    return slots.stream().mapToLong(Slot::count).sum();
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

  /** A new vector of zeros, laid out as these parameters: state of an optimizer or an average. */
  public Tensor zerosLike() {
    return Tensors.zeros(values.size(0));
  }

  /** The tensors of any vector laid out as these parameters, by name; views, not copies. */
  public StateDict stateDict(Tensor flat) {
    StateDict state = new StateDict();
    for (Slot slot : slots) {
      state.put(slot.name(), slot.view(flat));
    }
    return state;
  }
}
