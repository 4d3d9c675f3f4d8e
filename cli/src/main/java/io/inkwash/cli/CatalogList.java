package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.AllowedValues;
import io.inkwash.catalog.Registry;
import io.inkwash.evaluate.EvaluationMetrics;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The names of recipes and of the values of the catalog.
 *
 * @param kinds in the order in which they are shown
 */
record CatalogList(List<Kind> kinds) {
  /** The kind that is no registry. */
  static final String RECIPE = "recipe";

  /**
   * Values of one kind.
   *
   * @param kind such as {@code solver}
   */
  record Kind(String kind, List<Value> values) {}

  /**
   * One value.
   *
   * @param about what it is, in one line
   * @param arguments with their defaults; empty where it takes none
   * @param allowed the ranges of those that have one
   */
  record Value(
      String name, String about, Map<String, String> arguments, Map<String, String> allowed) {}

  /** All kinds, or one of them; recipes first. */
  static CatalogList of(String kind) {
    List<Kind> kinds = new ArrayList<>();
    kinds.add(new Kind(RECIPE, Recipes.all().stream().map(CatalogList::value).toList()));
    EvaluationMetrics.registries().forEach(registry -> kinds.add(kind(registry)));
    kinds.removeIf(each -> !kind.isEmpty() && !kind.equals(each.kind));
    return new CatalogList(List.copyOf(kinds));
  }

  private static Value value(Recipe recipe) {
    return new Value(recipe.name(), firstSentence(recipe.about()), Map.of(), Map.of());
  }

  private static <T> Kind kind(Registry<T> registry) {
    return new Kind(
        registry.kind(), registry.entries().stream().map(entry -> value(registry, entry)).toList());
  }

  private static <T> Value value(Registry<T> registry, Registry.Entry<T> entry) {
    return new Value(
        entry.name(), entry.about(), entry.defaults(), AllowedValues.of(registry, entry));
  }

  /** Up to the first full stop that does not belong to "et al.". */
  private static String firstSentence(String text) {
    return text.split("(?<=(?<!\\bal)\\.) ", 2)[0];
  }

  /** A line a name, below the plural of its kind. */
  String text() {
    return kinds.stream().map(CatalogList::text).collect(Collectors.joining("\n\n"));
  }

  private static String text(Kind kind) {
    StringBuilder lines = new StringBuilder(kind.kind.replaceFirst("s$", "") + "s");
    for (Value value : kind.values) {
      lines.append(format("\n  %-20s %s", value.name, value.about));
      value.arguments.forEach(
          (key, usual) -> lines.append(format("\n  %-20s   %s = %s", "", key, usual)));
    }
    return lines.toString();
  }
}
