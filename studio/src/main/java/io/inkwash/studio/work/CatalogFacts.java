package io.inkwash.studio.work;

import io.inkwash.catalog.AllowedValues;
import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The values of a kind as the API shows them. What is said of a value is found once. */
public final class CatalogFacts {
  private static final Map<Registry.Entry<?>, Map<String, Object>> KNOWN =
      new ConcurrentHashMap<>();

  private CatalogFacts() {}

  /** A kind with its values. */
  public static <T> Map<String, Object> of(Registry<T> registry) {
    return Map.of(
        "kind",
        registry.kind(),
        "values",
        registry.entries().stream()
            .map(entry -> KNOWN.computeIfAbsent(entry, key -> facts(registry, entry)))
            .toList());
  }

  private static <T> Map<String, Object> facts(Registry<T> registry, Registry.Entry<T> entry) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", entry.name());
    facts.put("about", entry.about());
    facts.put("arguments", entry.defaults());
    facts.put("allowed", AllowedValues.of(registry, entry));
    source(registry, entry).ifPresent(name -> facts.put("class", name));
    return facts;
  }

  /**
   * The full name of the class that computes a value: its own, or the one that its code stands in.
   * Empty for what a file is needed for.
   */
  private static <T> Optional<String> source(Registry<T> registry, Registry.Entry<T> entry) {
    try {
      Object value = registry.make(new Spec(entry.name(), entry.defaults()));
      String name = value.getClass().getName();
      return Optional.of(name.replaceFirst("\\$(\\$Lambda.*|\\d+)$", ""));
    } catch (SpecException unmade) {
      return Optional.empty();
    }
  }
}
