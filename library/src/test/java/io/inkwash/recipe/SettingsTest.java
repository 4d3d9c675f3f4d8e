package io.inkwash.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.PixelRange;
import io.inkwash.train.LearningRate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final DiffusionRecipe DDPM = Recipes.diffusion("ddpm");

  /** Settings written {@code key=value}, in order. */
  private static DiffusionRecipe with(String... settings) {
    Map<String, String> changes = new LinkedHashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      changes.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return Settings.apply(DDPM, changes);
  }

  @Test
  void nothingChangesNothing() {
    assertThat(Settings.apply(DDPM, Map.of())).isEqualTo(DDPM);
  }

  @Test
  void numbersWordsAndTruthsAreSetByTheirLastWordOrInFull() {
    assertThat(with("batch=64").training().batch()).isEqualTo(64);
    assertThat(with("training.batch=64")).isEqualTo(with("batch=64"));
    assertThat(with("clip=2").learning().clip()).isEqualTo(2);
    assertThat(with("rate=1e-3").learning().learningRate().rate()).isEqualTo(1e-3);
    assertThat(with("threshold=none").sampling().threshold()).hasToString("none");
    assertThat(with("range=unit").data().range()).isEqualTo(PixelRange.UNIT);
    assertThat(with("learningRate.warmup=500").learning().learningRate().warmup()).isEqualTo(500);
  }

  @Test
  void choicesAreSetWholeOrByArgument() {
    assertThat(with("solver=ddim(eta=0.5)").sampling().solver()).hasToString("ddim(eta=0.5)");
    assertThat(with("solver=ddim").sampling().solver()).hasToString("ddim(eta=0)");
    assertThat(with("solver=ddim", "eta=0.3").sampling().solver()).hasToString("ddim(eta=0.3)");
    assertThat(with("sampling.solver.variance=large").sampling().solver())
        .hasToString("ancestral(variance=large)");
    assertThat(with("width=8").model().network()).hasToString("simple-unet(width=8, timeWidth=32)");
    assertThat(with("weightDecay=0").learning().optimizer().arguments())
        .containsEntry("weightDecay", "0");
  }

  @Test
  void whatOnlyFitsTogetherIsSetTogetherInAnyOrder() {
    DiffusionRecipe short500 = with("path.timesteps=500", "sampling.steps=500");
    assertThat(short500).isEqualTo(with("steps=500", "timesteps=500"));
    assertThat(short500.sampling().steps()).isEqualTo(500);
    LearningRate cosine = with("decay=cosine", "decaySteps=900").learning().learningRate();
    assertThat(cosine).isEqualTo(new LearningRate(2e-4, 0, LearningRate.Decay.COSINE, 900));
  }

  @Test
  void theOriginalIsLeftAlone() {
    with("batch=1", "width=8");
    assertThat(Recipes.named("ddpm").training().batch()).isEqualTo(128);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bach=1|there is no setting bach; did you mean batch?",
        "training.bach=1|there is no setting training.bach; did you mean training.batch?",
        "name=mine|there is no setting name",
        "height=32|there is no setting height: the images decide it; --size resizes them",
        "data.channels=3|there is no setting data.channels: the images decide it",
        "solver.eta=1|there is no setting solver.eta",
        "batch=some|setting batch is some; allowed: a number",
        "batch=|setting batch is ; allowed: a number",
        "batch=0|with batch=0: field training: batch is 0; allowed: 1 or more",
        "batch=2.5|2.5 is not of type int",
        "batch=99999999999|batch",
        "threshold=yes|there is no threshold yes; allowed: none, clamp, dynamic",
        "classes=10|there is no setting classes: the images decide it",
        "conditioningDropout=2|conditioningDropout is 2.0; allowed: 0 to 1",
        "variance=learned-range|denoising does not train the variance; use objective hybrid-vlb",
        "objective=hybrid-vlb|fixed variance; allowed: a learned one",
        "solver=ancestral-learned|needs a model that learns its variance, and this one has variance"
            + " fixed-small; use ancestral",
        "decay=slow|\"slow\" is unknown; known are CONSTANT, LINEAR, COSINE",
        "solver=dimm|there is no solver dimm; did you mean ddim?",
        "solver=ddim(eta=9)|eta is 9.0; allowed: 0 (deterministic) to 1",
        "solver=|is not of the form name or name(key=value, ...)",
        "solver.variance=a,b=c|solver ancestral has no argument b",
        "to=1|beta 1.0 at timestep 1000",
        "steps=1001|1001 steps",
        "guidance=classifier-free(weight=NaN)|a finite weight",
        "guidance=autoguidance(weight=Infinity)|autoguidance of weight Infinity",
        "threshold=dynamic(percentile=99.5)|percentile 99.5, cap Infinity of pixels",
        "ema=-0.1|ema is -0.1; allowed: 0 up to but not 1",
      })
  void refusesInOneLine(String setting, String words) {
    assertThatThrownBy(() -> with(setting))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aKeyThatCouldBeTwoMustBeWrittenInFull() {
    assertThatThrownBy(() -> with("target=edm", "scale=unit-variance", "sigmaData=0.6"))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "setting sigmaData could be model.target.sigmaData or model.scale.sigmaData; write it"
                + " in full");
    assertThat(with("target=edm", "scale=unit-variance", "scale.sigmaData=0.6").model().scale())
        .hasToString("unit-variance(sigmaData=0.6)");
  }

  @Test
  void differencesAreTheChangesThatWereMade() {
    DiffusionRecipe changed = with("batch=64", "path.timesteps=500", "steps=500", "range=unit");
    Map<String, String> found = Settings.differences(DDPM, changed);
    assertThat(found)
        .containsOnlyKeys("data.range", "model.path", "training.batch", "sampling.steps")
        .containsEntry("training.batch", "64");
    assertThat(Settings.apply(DDPM, found)).isEqualTo(changed);
    assertThat(Settings.differences(DDPM, DDPM)).isEmpty();
  }
}
