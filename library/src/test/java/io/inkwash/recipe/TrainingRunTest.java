package io.inkwash.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.data.DataOptions;
import io.inkwash.data.DataSets;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.io.ImageIo;
import io.inkwash.io.Json;
import io.inkwash.io.Picture;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Trainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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
    Recipe.Data data = new Recipe.Data(1, SIDE, SIDE, Recipes.named("ddpm").data().range());
    return Settings.apply(Recipes.named("ddpm").withData(data), changes);
  }

  private Path train(String name, Recipe recipe, ImageSource source, long... ends) {
    Path run = folder.resolve(name);
    Provenance provenance = Provenance.now("digits", source, 7, Precision.FP32, 1);
    RunDirectory directory = RunDirectory.create(run, recipe, provenance);
    for (long end : ends) {
      try (TrainingRun training = new TrainingRun(recipe, source, directory, provenance)) {
        training.train(
            Budget.steps(end),
            new Trainer.Rhythm(1000, 0, 1, 0),
            () -> false,
            (line, progress) -> {});
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
        "times=loss-second-moment(timesteps=40)",
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
    for (String file : List.of("model", "ema", "optimizer")) {
      assertThat(Checkpoint.tensors(parts.resolve("checkpoints/step-00000006"), file))
          .hasSameBinaryContentAs(Checkpoint.tensors(last, file));
    }
    assertThat(ImageIo.readPng(parts.resolve("samples/step-00000006.png")))
        .isEqualTo(ImageIo.readPng(whole.resolve("samples/step-00000006.png")));
    assertThat(metrics(whole)).extracting(MetricsLog.Line::rate).allMatch(rate -> rate > 0);
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
            () ->
                new TrainingRun(
                    Recipes.named("ddpm"),
                    digits(4),
                    RunDirectory.planned(folder),
                    Provenance.now("digits", digits(4), 0, Precision.FP32, 1)))
        .isInstanceOf(RecipeException.class)
        .hasMessage("digits has images of 12x12 with 1 channels, the recipe wants 28x28 with 1");
  }

  /** Eight digits are learnt by heart: what is drawn is one of them, whatever its brightness. */
  @Test
  void learnsAFewDigits() {
    ImageSource source = digits(8);
    Recipe recipe =
        recipe(
            "network.width=16 batch=16 rate=4e-3 ema=0.95 warmup=20 decay=cosine decaySteps=320");
    Path run = train("run", recipe, source, 300);

    List<MetricsLog.Line> lines = metrics(run);
    double first = meanLoss(lines.subList(0, 5));
    double last = meanLoss(lines.subList(250, 300));
    assertThat(first).isGreaterThan(0.8); // an untrained network explains none of unit noise
    assertThat(last).isLessThan(0.12);

    try (TrainedModel model = new TrainedModel(run, null, TrainedModel.Which.EMA, Precision.FP32)) {
      assertThat(model.step()).isEqualTo(300);
      Drawing drawing =
          new Drawing(model.denoiser(), model.method().sampler(), recipe.data(), true, 1);
      List<Picture> drawn = drawing.draw(32, 32, Drawing.Progress.NONE);
      List<Picture> real = pictures(source);
      // In grey levels of 255. Few noise levels and little training leave a grey ground.
      assertThat(mean(drawn)).isCloseTo(mean(real), within(30.0));
      assertThat(sd(drawn)).isCloseTo(sd(real), within(30.0));
      assertThat(drawn)
          .filteredOn(one -> real.stream().anyMatch(other -> correlation(one, other) > 0.8))
          .hasSizeGreaterThan(24);
    }
  }

  private static double meanLoss(List<MetricsLog.Line> lines) {
    return lines.stream().mapToDouble(MetricsLog.Line::loss).average().orElseThrow();
  }

  private static List<Picture> pictures(ImageSource source) {
    return IntStream.range(0, source.count())
        .mapToObj(
            i -> {
              byte[] pixels = new byte[SIDE * SIDE];
              source.read(i, pixels, 0);
              return new Picture(1, SIDE, SIDE, pixels);
            })
        .toList();
  }

  private static double[] values(Picture picture) {
    return IntStream.range(0, SIDE * SIDE)
        .mapToDouble(i -> picture.at(0, i / SIDE, i % SIDE))
        .toArray();
  }

  private static double mean(List<Picture> pictures) {
    return pictures.stream()
        .flatMapToDouble(picture -> DoubleStream.of(values(picture)))
        .average()
        .orElseThrow();
  }

  private static double sd(List<Picture> pictures) {
    double mean = mean(pictures);
    return Math.sqrt(
        pictures.stream()
            .flatMapToDouble(picture -> DoubleStream.of(values(picture)))
            .map(value -> (value - mean) * (value - mean))
            .average()
            .orElseThrow());
  }

  /** Pearson's, over pixels: 1 for the same picture in any brightness and contrast. */
  private static double correlation(Picture a, Picture b) {
    double[] x = values(a);
    double[] y = values(b);
    double meanX = mean(List.of(a));
    double meanY = mean(List.of(b));
    double covariance =
        IntStream.range(0, x.length)
            .mapToDouble(i -> (x[i] - meanX) * (y[i] - meanY))
            .average()
            .orElseThrow();
    return covariance / (sd(List.of(a)) * sd(List.of(b)));
  }
}
