package io.inkwash.torch;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.ForwardADLevel;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Derivatives along a direction, computed with the values themselves (forward mode, {@code
 * torch.autograd.forward_ad}): what is computed from {@linkplain #dual dual} tensors is dual, too.
 *
 * <pre>{@code
 * try (ForwardMode mode = ForwardMode.enter()) {
 *   Tensor y = f(mode.dual(x, direction));
 *   Tensor value = mode.value(y);
 *   Tensor derivative = mode.derivative(y);
 * }
 * }</pre>
 *
 * <p>libtorch has one such span at a time in a process and never ends it by itself: a span that is
 * left open makes all later ones fail.
 */
public final class ForwardMode implements AutoCloseable {
  static {
    Natives.load();
  }

  private static final ThreadLocal<Boolean> OPEN = ThreadLocal.withInitial(() -> false);

  private final long level;

  private ForwardMode(long level) {
    this.level = level;
    OPEN.set(true);
  }

  /** Contiguous in a span: libtorch's derivative of a group norm takes no other layout. */
  public static Tensor laidOut(Tensor x) {
    return OPEN.get() ? x.contiguous() : x;
  }

  /** Begins a span, which {@link #close} ends; its duals are of no use after it. */
  public static ForwardMode enter() {
    return new ForwardMode(ForwardADLevel.get_next_idx());
  }

  /**
   * A value with a direction.
   *
   * @param direction the derivative of the value, in its shape and type
   */
  public Tensor dual(Tensor value, Tensor direction) {
    IValueVector stack =
        new IValueVector(new IValue(value), new IValue(direction), new IValue(level));
    call("aten::_make_dual", stack);
    return tensor(stack, 0);
  }

  /**
   * The value of a dual; a plain tensor is its own. Its gradient can be taken as usual once the
   * span is closed.
   */
  public Tensor value(Tensor dual) {
    return tensor(unpacked(dual), 0);
  }

  /** The derivative of a dual; zeros for a tensor that depends on none. */
  public Tensor derivative(Tensor dual) {
    Tensor derivative = tensor(unpacked(dual), 1);
    return derivative.defined() ? derivative : dual.detach().mul(new Scalar(0.0));
  }

  private IValueVector unpacked(Tensor dual) {
    IValueVector stack = new IValueVector(new IValue(dual), new IValue(level));
    call("aten::_unpack_dual", stack);
    return stack;
  }

  private static void call(String operator, IValueVector stack) {
    Dispatcher.singleton().findSchemaOrThrow(operator, "").callBoxed(stack);
  }

  private static Tensor tensor(IValueVector stack, long index) {
    return new Tensor(stack.get(index).toTensor());
  }

  @Override
  public void close() {
    OPEN.set(false);
    ForwardADLevel.release_idx(level);
  }
}
