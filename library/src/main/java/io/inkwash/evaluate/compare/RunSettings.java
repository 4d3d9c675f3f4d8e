package io.inkwash.evaluate.compare;

import io.inkwash.catalog.SpecException;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
   * training.batch=4}; empty where all agree.
   */
  static String differing(Run run, List<Run> all) {
    return run.changes().entrySet().stream()
        .filter(
            change ->
                all.stream()
                    .filter(other -> other.recipe().equals(run.recipe()))
                    .anyMatch(
                        other ->
                            !Objects.equals(
                                other.changes().get(change.getKey()), change.getValue())))
        .map(change -> change.getKey() + "=" + change.getValue())
        .collect(Collectors.joining(", "));
  }
}
