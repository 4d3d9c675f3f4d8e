package io.inkwash.catalog;

import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Values from outside this library: a class whose {@link #register} adds its own solvers, networks,
 * metrics, families and so on to the registries, each with one call.
 *
 * <p>It is found by {@link ServiceLoader}: a jar that names it in {@code
 * META-INF/services/io.inkwash.catalog.Extension} is all that a command or a program needs on its
 * class path.
 */
public interface Extension {

  /**
   * Registers the values. Called once, when a name is looked up that is not built in, or names are
   * listed.
   */
  void register();

  /** Lets every extension on the class path register, once. */
  static void load() {
    if (Loaded.DONE.compareAndSet(false, true)) {
      ServiceLoader.load(Extension.class).forEach(Extension::register);
    }
  }

  /** Whether extensions have registered. */
  final class Loaded {
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private Loaded() {}
  }
}
