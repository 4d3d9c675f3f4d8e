package io.inkwash.evaluate.compare;

import io.inkwash.catalog.SpecException;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** In what runs of one recipe differ. */
final class RunSettings {
  private RunSettings() {}

  /**
   * A run, as far as it is compared.
   *
   * @param recipe the recipe's name
   * @param changes what its recipe changes in the shipped one
   */
  record Run(String recipe, Map<String, String> changes) {}

  /** What a recipe changes in the shipped one of its name; all that it has where there is none. */
  static Map<String, String> of(Recipe recipe) {
    try {
      return Settings.differences(Recipes.named(recipe.name()), recipe);
    } catch (SpecException ownRecipe) {
      return Settings.of(recipe);
    }
  }

  /**
   * The settings of a run that some other run of its recipe does not share, such as {@code
   * training.batch=4}, where it has the shipped value as well; empty where all agree.
   */
  static String differing(Run run, List<Run> all) {
    List<Run> alike = all.stream().filter(other -> other.recipe().equals(run.recipe())).toList();
    Map<String, String> shipped = shipped(run.recipe());
    return alike.stream()
        .flatMap(other -> other.changes().keySet().stream())
        .distinct()
        .filter(key -> alike.stream().map(each -> each.changes().get(key)).distinct().count() > 1)
        .flatMap(
            key ->
                Optional.ofNullable(run.changes().get(key))
                    .or(() -> Optional.ofNullable(shipped.get(key)))
                    .map(value -> key + "=" + value)
                    .stream())
        .collect(Collectors.joining(", "));
  }

  /** All settings of a recipe that comes with the tool; none of another one. */
  private static Map<String, String> shipped(String recipe) {
    try {
      return Settings.of(Recipes.named(recipe));
    } catch (SpecException ownRecipe) {
      return Map.of();
    }
  }
}
