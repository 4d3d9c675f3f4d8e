package io.inkwash.recipe;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import java.util.Map;

/**
 * The library's own values. Where all modules share one class path, as in some editors, registries
 * hold those of the module examples too.
 */
final class OwnValues {
  private OwnValues() {}

  static boolean contain(Registry<?> registry, String name) {
    Object value = registry.make(new Spec(name, Map.of()));
    return !value.getClass().getName().startsWith("io.inkwash.examples.");
  }
}
