package io.inkwash.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.generate.Generation;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of captions: trained, resumed, drawn by prompts. */
class CaptionedModelTest {
  private static final int SIDE = 8;

  @TempDir static Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  /** Four digits with a caption each. */
  private static ImageSource digits() {
    return ((StoredImages)
            DataSets.open("digits", Split.TEST, DataOptions.defaults().withSize(SIDE).withLimit(4)))
        .withCaptions(List.of("a zero", "a one", "a two", "a three"));
  }

  private static Recipe recipe() {
    Map<String, String> settings =
        Map.of(
            "network", "compact-unet(width=32,blocks=1,middle=1)",
            "text", "transformer(width=32,layers=1,heads=2,length=6)",
            "training.batch", "16",
            "learningRate.warmup", "10",
            "learning.ema", "0.95",
            "sampling.steps", "10");
    return Settings.apply(Recipes.named("text-small"), settings).fitted(digits(), false);
  }

  private static Path train(String name, int budget, int stopAfter) {
    Path run = folder.resolve(name);
    ImageSource source = digits();
    Provenance provenance =
        Provenance.now(DataLocation.of("digits", run), source, 7, Precision.FP32, 1, "cpu");
    RunDirectory directory = Run.begin(run, recipe(), provenance).directory();
    try (TrainingRun training = new TrainingRun(recipe(), source, provenance)) {
      run(training, directory, budget, stopAfter);
    }
    return run;
  }

  private static void run(TrainingRun training, RunDirectory directory, int budget, int stopAfter) {
    long[] done = {0};
    training.train(
        directory,
        Budget.steps(budget),
        new Trainer.Intervals(1000, 0, 1, 0),
        () -> done[0] == stopAfter,
        (line, loss, progress) -> done[0] = line.step());
  }

  @Test
  void drawsWhatAPromptStates() {
    Path run = train("learned", 350, 350);
    try (DrawingModel model = Model.open(run)) {
      List<Picture> real = LearnedPictures.of(digits());
      List<String> prompts = List.of("a zero", "a one", "a two", "a three");
      Generation generation = model.generate().seed(5).prompts(prompts.toArray(new String[0]));
      List<Picture> drawn = generation.draw(16);
      int right = 0;
      for (int k = 0; k < drawn.size(); k++) {
        right += LearnedPictures.nearest(drawn.get(k), real) == k % 4 ? 1 : 0;
      }
      assertThat(right).isGreaterThanOrEqualTo(14);

      List<Picture> guided =
          model.generate().seed(5).prompts("a one").guidance("classifier-free(weight=2)").draw(2);
      List<Picture> away =
          model
              .generate()
              .seed(5)
              .prompts("a one")
              .negative("a zero")
              .guidance("classifier-free(weight=2)")
              .draw(2);
      assertThat(away).isNotEqualTo(guided);
      assertThat(LearnedPictures.nearest(away.get(0), real)).isEqualTo(1);
      assertThat( // away from the empty prompt, which is what an unconditional row is given
              model
                  .generate()
                  .seed(5)
                  .prompts("a one")
                  .negative("")
                  .guidance("classifier-free(weight=2)")
                  .draw(2))
          .isEqualTo(guided);
      refusals(model);
    }
  }

  private static void refusals(DrawingModel model) {
    assertThatThrownBy(() -> model.generate().prompts("a cat").draw(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has the word \"cat\"");
    assertThatThrownBy(() -> model.generate().classes(1).draw(1))
        .hasMessage("class 1 of a model of captions; write a prompt instead");
    assertThatThrownBy(() -> model.generate().guidance("classifier-free").draw(1))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("guidance towards a prompt, and no prompt is requested");
    assertThatThrownBy(
            () -> model.generate().prompts("a one").negative("a two").guidance("none").draw(1))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("a negative prompt acts by guidance, and there is none");
  }

  @Test
  void resumesBitForBit() {
    Path whole = train("whole", 6, 6);
    Path parts = train("parts", 6, 3);
    ImageSource source = digits();
    Run run = Run.open(parts);
    try (TrainingRun resumed = TrainingRun.resume(run, source, run.provenance().data(), Map.of())) {
      run(resumed, run.directory(), 6, 6);
    }
    for (String file : List.of("model", "ema", "optimizer")) {
      assertThat(Checkpoint.tensors(parts.resolve("checkpoints/step-00000006"), file))
          .hasSameBinaryContentAs(
              Checkpoint.tensors(whole.resolve("checkpoints/step-00000006"), file));
    }
  }

  @Test
  void recipesOfCaptionsNeedCaptions() {
    ImageSource plain =
        DataSets.open("digits", Split.TEST, DataOptions.defaults().withSize(SIDE).withLimit(4));
    Recipe captioned = Recipes.named("text-small");
    assertThatThrownBy(() -> captioned.fitted(plain, false))
        .hasMessageContaining("recipe text-small reads captions, and digits has none");
    assertThatThrownBy(() -> captioned.fitted(digits(), true))
        .hasMessageContaining("allowed: no classes beside them");
    assertThatThrownBy(
            () ->
                Settings.apply(
                    Recipes.named("flow-small"),
                    Map.of("text", "transformer", "network", "simple-unet")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("network simple-unet reads no captions");
  }
}
