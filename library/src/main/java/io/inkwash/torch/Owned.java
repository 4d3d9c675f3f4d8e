package io.inkwash.torch;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;

/**
 * A long-lived native object, such as a network or an optimizer's state, with everything that was
 * made while it was built. {@link #close} releases all of it, from any thread.
 *
 * @param <T> the object's type
 */
public final class Owned<T> implements AutoCloseable {
  static {
    Natives.load(); // before the first layer, whose own class would load libtorch as it comes
  }

  private final T value;
  private final PointerScope scope;

  private Owned(T value, PointerScope scope) {
    this.value = value;
    this.scope = scope;
  }

  /** Builds an object in a scope of its own that outlives the scopes around this call. */
  public static <T> Owned<T> of(Supplier<T> build) {
    PointerScope scope = new PointerScope();
    scope.extend(); // the first close pops the scope from this thread's stack and frees nothing
    try {
      T value = build.get();
      scope.close();
      return new Owned<>(value, scope);
    } catch (RuntimeException | Error e) {
      scope.close();
      scope.close();
      throw e;
    }
  }

  /** The object; not to be used after {@link #close}. */
  public T value() {
    return value;
  }

  @Override
  public void close() {
    scope.close();
  }
}
