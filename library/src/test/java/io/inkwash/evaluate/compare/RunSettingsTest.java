package io.inkwash.evaluate.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What distinguishes runs of one recipe is stated of each, also where it is the recipe's own. */
class RunSettingsTest {

  @Test
  void theRecipesOwnValueIsStatedBesideAnother() {
    String own = Settings.of(Recipes.named("ddpm-small")).get("training.batch");
    RunSettings.Run first = new RunSettings.Run("ddpm-small", Map.of("learning.clip", "2.0"));
    RunSettings.Run second =
        new RunSettings.Run("ddpm-small", Map.of("training.batch", "4", "learning.clip", "2.0"));
    RunSettings.Run other = new RunSettings.Run("edm-small", Map.of("training.batch", "8"));
    List<RunSettings.Run> all = List.of(first, second, other);
    assertThat(RunSettings.differing(first, all)).isEqualTo("training.batch=" + own);
    assertThat(RunSettings.differing(second, all)).isEqualTo("training.batch=4");
    assertThat(RunSettings.differing(other, all)).isEmpty();
  }

  @Test
  void ofRecipesOfOnesOwnAllIsCompared() {
    RunSettings.Run first = new RunSettings.Run("mine", Map.of("a", "1", "b", "2"));
    RunSettings.Run second = new RunSettings.Run("mine", Map.of("a", "1"));
    assertThat(RunSettings.differing(first, List.of(first, second))).isEqualTo("b=2");
    assertThat(RunSettings.differing(second, List.of(first, second))).isEmpty();
  }
}
