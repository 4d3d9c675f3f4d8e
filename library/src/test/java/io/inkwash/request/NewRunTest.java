package io.inkwash.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.SpecException;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NewRunTest {

  /** The recipe's own images have 28x28 pixels, which that network does not take. */
  @Test
  void aNetworkIsCheckedWithTheImagesAndNotWithThoseOfTheRecipe() {
    Recipe recipe = NewRun.recipe(Recipes.named("ddpm"), Map.of("network", "adm-unet"), false);
    assertThat(recipe.withData(recipe.data().withSide(32)).data().height()).isEqualTo(32);
    assertThatThrownBy(() -> recipe.withData(recipe.data().withSide(28)))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "network adm-unet cannot take images of 28x28; allowed: multiples of 8; resize with"
                + " --size 32");
  }

  static List<String> recipes() {
    return Recipes.all().stream().map(Recipe::name).toList();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeTakesSettingsBeforeItsImagesAreKnown(String name) {
    Recipe recipe = Recipes.named(name);
    Recipe changed = NewRun.recipe(recipe, Map.of("batch", "3"), true);
    assertThat(changed.training().batch()).isEqualTo(3);
    assertThat(changed.withData(recipe.data()).data()).isEqualTo(recipe.data());
  }
}
