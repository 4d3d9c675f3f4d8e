package io.inkwash.torch;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Turns the recording of gradients off or on for a span of work on this thread.
 *
 * <pre>{@code
 * try (Grad off = Grad.off()) { ... }
 * }</pre>
 */
public final class Grad implements AutoCloseable {
  static {
    Natives.load();
  }

  private final boolean before;

  private Grad(boolean enabled) {
    before = GradMode.is_enabled();
    GradMode.set_enabled(enabled);
  }

  /** No gradients are recorded until the result is closed. */
  public static Grad off() {
    return new Grad(false);
  }

  /** Gradients are recorded until the result is closed, even inside {@link #off}. */
  public static Grad on() {
    return new Grad(true);
  }

  /** Whether this thread records gradients now. */
  public static boolean recording() {
    return GradMode.is_enabled();
  }

  /**
   * The derivative of a single number by one of the tensors that it was made from. No weight's own
   * gradient is touched.
   *
   * @param output a tensor of one element, made while gradients were recorded
   * @param input a tensor that requires its gradient
   */
  public static Tensor of(Tensor output, Tensor input) {
    return new Tensor(torch.grad(new TensorVector(output), new TensorVector(input)).get(0));
  }

  /** The same as {@link #of}; the recording of {@code output} stays usable. */
  public static Tensor keeping(Tensor output, Tensor input) {
    return of(output, input, false);
  }

  /**
   * The same as {@link #of}, recorded, so that it can be derived again. The recording of {@code
   * output} stays usable.
   */
  public static Tensor derivable(Tensor output, Tensor input) {
    return of(output, input, true);
  }

  private static Tensor of(Tensor output, Tensor input, boolean derivable) {
    TensorVector plain = new TensorVector();
    return new Tensor(
        torch
            .grad(
                new TensorVector(output),
                new TensorVector(input),
                plain,
                new BoolOptional(true),
                derivable,
                false)
            .get(0));
  }

  @Override
  public void close() {
    GradMode.set_enabled(before);
  }
}
