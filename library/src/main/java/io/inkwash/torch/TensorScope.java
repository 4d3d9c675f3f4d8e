package io.inkwash.torch;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * A span of work whose native objects die at its end, except those that are kept.
 *
 * <pre>{@code
 * try (TensorScope scope = TensorScope.open()) {
 *   Tensor next = run.step(x, t, s);
 *   return scope.keep(next);
 * }
 * }</pre>
 *
 * <p>One scope a training step, a solver step, an evaluated batch, and one a block of the networks
 * whose intermediate values take gigabytes. Scopes belong to the thread that opened them.
 */
public final class TensorScope implements AutoCloseable {
  static {
    Natives.load();
  }

  private final @Nullable PointerScope outer;
  private final PointerScope inner;

  private TensorScope() {
    outer = PointerScope.getInnerScope();
    inner = new PointerScope();
  }

  /** Opens a scope on this thread. */
  public static TensorScope open() {
    return new TensorScope();
  }

  /**
   * The result of some work, which belongs to the scope around this call; what else the work made
   * is released at its end. For parts of a network whose intermediate values are large.
   *
   * @param work makes the result; it is not one of the objects that the work was given
   */
  public static <P extends Pointer> P result(Supplier<P> work) {
    try (TensorScope scope = open()) {
      return scope.keep(work.get());
    }
  }

  /**
   * Moves an object out: it then belongs to the enclosing scope or, where there is none, to the
   * caller, who closes it.
   *
   * @throws IllegalArgumentException for a borrowed pointer (a gradient, an element of a vector),
   *     which dies with its container whatever is done here; copy it first
   */
  public <P extends Pointer> P keep(P pointer) {
    if (borrowed(pointer)) {
      throw new IllegalArgumentException(
          "cannot keep a borrowed pointer ("
              + pointer.getClass().getSimpleName()
              + "): it dies with"
              + " its container; keep a copy, new Tensor(t)");
    }
    if (outer == null) {
      pointer.retainReference();
    } else {
      outer.attach(pointer);
    }
    return pointer;
  }

  /** Whether a pointer is owned by some other native object rather than by Java. */
  static boolean borrowed(Pointer pointer) {
    return pointer.referenceCount() < 0;
  }

  @Override
  public void close() {
    inner.close();
  }
}
