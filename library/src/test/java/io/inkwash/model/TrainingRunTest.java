package io.inkwash.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.picture.ImageIo;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings of a tiny network on a few drawn digits, on one thread. */
class TrainingRunTest {
  private static final int SIDE = 12;

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  private static ImageSource digits(int count) {
    return DataSets.open(
        "digits", Split.TEST, DataOptions.defaults().withSize(SIDE).withLimit(count));
  }

  /** DDPM over 40 noise levels with eight channels and more settings, {@code key=value ...}. */
  private static Recipe recipe(String settings) {
    Map<String, String> changes = new LinkedHashMap<>();
    String small = "network.width=8 path.timesteps=40 sampling.steps=40 batch=4 ";
    for (String setting : (small + settings).strip().split(" +")) {
      int equals = setting.indexOf('=');
      changes.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    ImageSpec data = new ImageSpec(1, SIDE, SIDE, Recipes.named("ddpm").data().range());
    return Settings.apply(Recipes.named("ddpm").withData(data), changes);
  }

  private static Provenance provenance(ImageSource source, Path run) {
    return Provenance.now(DataLocation.of("digits", run), source, 7, Precision.FP32, 1, "cpu");
  }

  private Path train(String name, Recipe recipe, ImageSource source, long... ends) {
    Path run = folder.resolve(name);
    Provenance provenance = provenance(source, run);
    RunDirectory directory = Run.begin(run, recipe, provenance).directory();
    for (long end : ends) {
      try (TrainingRun training = new TrainingRun(recipe, source, provenance)) {
        training.train(
            directory,
            Budget.steps(end),
            new Trainer.Intervals(1000, 0, 1, 0),
            () -> false,
            (line, loss, progress) -> {});
      }
    }
    return run;
  }

  private static List<MetricsLog.Line> metrics(Path run) {
    return Json.readLines(run.resolve("metrics.jsonl"), MetricsLog.Line.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "accumulate=2",
        "decay=cosine decaySteps=9 warmup=4",
        "optimizer=adam(weightDecay=0.1) ema=0.5 clip=0.01",
        "optimizer=adafactor emaWarmup=inverse emaProfiles=power",
        "path=cosine-betas(timesteps=3) steps=3 times=loss-second-moment(remembered=1)",
        "path=log-snr learnedPath=monotone(hidden=8) inputFeatures=fourier times=stratified"
            + " objective=continuous-vlb noiseLevelInput=log-sigma grid=trailing",
      })
  void aResumedRunIsTheOneThatWasNeverStopped(String settings) {
    Recipe recipe = recipe(settings);
    ImageSource source = digits(10);
    Path whole = train("whole", recipe, source, 6);
    Path parts = train("parts", recipe, source, 2, 3, 6);

    assertThat(metrics(parts))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
        .isEqualTo(metrics(whole));
    Path last = whole.resolve("checkpoints/step-00000006");
    for (String file : Checkpoint.readState(last).files().keySet()) {
      assertThat(Checkpoint.tensors(parts.resolve("checkpoints/step-00000006"), file))
          .hasSameBinaryContentAs(Checkpoint.tensors(last, file));
    }
    assertThat(ImageIo.readPng(parts.resolve("samples/step-00000006.png")))
        .isEqualTo(ImageIo.readPng(whole.resolve("samples/step-00000006.png")));
    assertThat(metrics(whole)).extracting(MetricsLog.Line::rate).allMatch(rate -> rate > 0);
  }

  /** Drawing may take minutes, and a process that is to end has seconds. */
  @Test
  void aTrainingThatIsToStopLeavesThePictureToTheNextSession() {
    Path folderOfRun = folder.resolve("run");
    ImageSource source = digits(10);
    Provenance provenance = provenance(source, folderOfRun);
    RunDirectory directory = Run.begin(folderOfRun, recipe(""), provenance).directory();
    AtomicBoolean stop = new AtomicBoolean();
    try (TrainingRun training = new TrainingRun(recipe(""), source, provenance)) {
      Trainer.Intervals atTheEnd = new Trainer.Intervals(1000, 0, 1, 0);
      Trainer.Listener stops = new StopsWhenDrawing(stop);
      Trainer.Outcome outcome =
          training.train(directory, Budget.steps(2), atTheEnd, stop::get, stops);
      assertThat(outcome.checkpoint()).isEqualTo(directory.checkpoint(2)).exists();
      assertThat(directory.samples(2)).doesNotExist();
      training.train(directory, Budget.steps(2), atTheEnd, () -> false, stops);
      assertThat(directory.samples(2)).exists();
    }
  }

  private record StopsWhenDrawing(AtomicBoolean stop) implements Trainer.Listener {

    @Override
    public void after(MetricsLog.Line line, double loss, double progress) {}

    @Override
    public void drawing() {
      stop.set(true);
    }
  }

  /**
   * After one step an average of any width is the weights; the averages of later steps are kept
   * when their checkpoints are deleted.
   */
  @Test
  void anAverageOfAnyWidthIsMadeFromThoseThatWereKept() throws Exception {
    Path run = train("run", recipe("emaProfiles=power"), digits(10), 1, 2, 3);
    assertThat(run.resolve("checkpoints/step-00000001")).doesNotExist();
    Map<String, TensorData> all =
        Safetensors.read(run.resolve("averages/step-00000001.safetensors")).tensors();
    RunDirectory directory = RunDirectory.open(run);
    OpenOptions wide = OpenOptions.defaults().withEmaWidth(0.17);
    SavedWeights.read(directory, wide.withStep(1))
        .tensors()
        .forEach(
            (name, data) -> {
              float[] first = all.get("0.05/" + name).toFloats();
              for (int i = 0; i < first.length; i++) {
                assertThat(data.toFloats()[i]).isCloseTo(first[i], within(1e-5f));
              }
            });
    assertThat(SavedWeights.read(directory, wide).step()).isEqualTo(3);
    assertThat(SavedWeights.read(directory, wide).hash())
        .isNotEqualTo(SavedWeights.read(directory, OpenOptions.defaults()).hash());
    Path plain = train("plain", recipe(""), digits(10), 1);
    assertThatThrownBy(() -> SavedWeights.read(RunDirectory.open(plain), wide))
        .hasMessageEndingWith(
            "has no averages to make one of another width from; train with --set"
                + " emaProfiles=power");
    assertThatThrownBy(() -> SavedWeights.read(directory, wide.withStep(7)))
        .hasMessageEndingWith("has no averages of step 7; allowed: [1, 2, 3]");
  }

  /** Without it the resumed run above would draw its times as if it had seen no loss. */
  @Test
  void theHistoryOfLossesIsInTheCheckpoint() {
    String times = "path=cosine-betas(timesteps=3) steps=3 times=loss-second-moment(";
    Path run = train("run", recipe(times + "remembered=1)"), digits(10), 3);
    double[] history =
        Checkpoint.readState(run.resolve("checkpoints/step-00000003")).numbers().get("times");
    assertThat(history).hasSize(6).startsWith(1, 1, 1); // a loss at each timestep: it is warm
    assertThat(Arrays.copyOfRange(history, 3, 6)).doesNotContain(0).doesNotHaveDuplicates();
  }

  @Test
  void theLearningRateIsThatOfItsStep() {
    Recipe recipe = recipe("decay=linear decaySteps=6 warmup=2 rate=1e-3");
    assertThat(metrics(train("run", recipe, digits(4), 6)))
        .extracting(MetricsLog.Line::rate)
        .containsExactly(5e-4, 1e-3, 7.5e-4, 5e-4, 2.5e-4, 0.0);
  }

  @Test
  void anotherSeedOrBatchIsAnotherRun() {
    Path run = train("run", recipe(""), digits(10), 2);
    Path other = train("other", recipe("batch=5"), digits(10), 2);
    assertThat(metrics(other).get(0).loss()).isNotEqualTo(metrics(run).get(0).loss());
    assertThat(metrics(other).get(0).images()).isEqualTo(5);
  }

  @Test
  void imagesOfAnotherFormAreRefused() {
    assertThatThrownBy(
            () -> new TrainingRun(Recipes.named("ddpm"), digits(4), provenance(digits(4), folder)))
        .isInstanceOf(SpecException.class)
        .hasMessage("digits has images of 12x12 gray; allowed: 28x28 with 1 channel");
  }
}
