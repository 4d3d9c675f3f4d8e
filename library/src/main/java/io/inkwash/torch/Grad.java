package io.inkwash.torch;

import org.bytedeco.pytorch.GradMode;

/**
 * Turns the recording of gradients off or on for a span of work on this thread.
 *
 * <pre>{@code
 * try (Grad off = Grad.off()) { ... }
 * }</pre>
 */
public final class Grad implements AutoCloseable {
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

  @Override
  public void close() {
    GradMode.set_enabled(before);
  }
}
