package io.inkwash.studio.api;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.studio.http.RequestException;
import java.util.Optional;

/** Values of the catalog that a request names. */
final class Specs {
  private Specs() {}

  /**
   * Refuses a value that reads a file: a request names no files of the server.
   *
   * @param field of the request
   * @throws RequestException naming the field
   */
  static String requireFileless(String field, String word) {
    Spec spec;
    try {
      spec = Spec.parse(word);
    } catch (SpecException e) {
      return word; // no value of the catalog
    }
    boolean reads =
        spec.arguments().containsKey("file")
            || Catalog.registries().stream()
                .flatMap(registry -> registry.entries().stream())
                .anyMatch(
                    entry ->
                        entry.name().equals(spec.name()) && entry.defaults().containsKey("file"));
    if (reads) {
      throw RequestException.field(field, field + " reads a file, which no request may");
    }
    return word;
  }

  /** The same for a word that need not be there. */
  static Optional<String> requireFileless(String field, Optional<String> word) {
    word.ifPresent(text -> requireFileless(field, text));
    return word;
  }
}
