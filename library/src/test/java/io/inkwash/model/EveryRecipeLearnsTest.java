package io.inkwash.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.data.ClassNames;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.file.Json;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Trainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each recipe learns eight drawn digits by heart, with a tiny network: its loss falls, and what it
 * draws is one of the eight.
 */
class EveryRecipeLearnsTest {
  private static final int SIDE = 12;
  private static final int DIGITS = 8;
  private static final int DRAWN = 32;

  private static final String TINY =
      "network=simple-unet(width=16) batch=16 rate=4e-3 ema=0.95 warmup=20 decay=cosine ";

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  private static ImageSource digits() {
    return DataSets.open(
        "digits", Split.TEST, DataOptions.defaults().withSize(SIDE).withLimit(DIGITS));
  }

  /** A recipe for the digits with settings, {@code key=value ...}. */
  private static Recipe recipe(String name, int classes, int steps, String settings) {
    Map<String, String> changes = new LinkedHashMap<>();
    for (String setting :
        (TINY + "decaySteps=" + (steps + 20) + " " + settings).strip().split(" +")) {
      int equals = setting.indexOf('=');
      changes.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    Recipe named = Recipes.named(name);
    ImageSpec data =
        new ImageSpec(1, SIDE, SIDE, named.data().range(), ClassNames.numbered(classes).names());
    return Settings.apply(named, data, changes);
  }

  private Path train(Recipe recipe, ImageSource source, int steps) {
    return train(recipe, source, steps, steps);
  }

  private static DenoisingModel open(Path run) {
    return Run.open(run).model(DenoisingModel.class, OpenOptions.defaults());
  }

  /** Stopped before the end of its budget, a training draws no picture. */
  private Path train(Recipe recipe, ImageSource source, int budget, int steps) {
    Path run = folder.resolve(recipe.name());
    Provenance provenance =
        Provenance.now(DataLocation.of("digits", run), source, 7, Precision.FP32, 1, "cpu");
    RunDirectory directory = Run.begin(run, recipe, provenance).directory();
    long[] done = {0};
    try (TrainingRun training = new TrainingRun(recipe, source, provenance)) {
      training.train(
          directory,
          Budget.steps(budget),
          new Trainer.Intervals(1000, 0, 1, 0),
          () -> done[0] == steps && steps < budget,
          (line, loss, progress) -> done[0] = line.step());
    }
    return run;
  }

  @ParameterizedTest
  @CsvSource({
    "ddpm-small,          300, path.timesteps=40 steps=40",
    "ddpm-diffunet-small, 600, path.timesteps=200 steps=200",
    "iddpm-small,         300, path.timesteps=40 grid=sections(counts=20) steps=20",
    "ncsn-small,          600, path.timesteps=60 steps=60",
    "ve-sde-small,        900, network=simple-unet(width=32) steps=250",
    "vp-sde-small,        300, steps=200",
    "subvp-sde-small,     600, steps=200",
    "edm-small,           300, steps=12",
    "flow-small,          300, steps=12",
    "vdm-small,           600, learnedPath=monotone(hidden=32)",
    "flow-compact,        300, 'steps=12 network=compact-unet(width=32,blocks=1,middle=1)'",
  })
  void learns(String name, int steps, String settings) {
    ImageSource source = digits();
    Path run = train(recipe(name, 0, steps, settings), source, steps);
    double first = meanLoss(run, 0, 5);
    double last = meanLoss(run, steps - 50, steps);
    assertThat(last).isLessThan(0.35 * first);

    try (DenoisingModel model = open(run)) {
      List<Picture> real = pictures(source);
      List<Picture> drawn = draw(model, model.recipe().sampling(), List.of());
      assertThat(drawn)
          .filteredOn(one -> real.stream().anyMatch(other -> correlation(one, other) > 0.8))
          .hasSizeGreaterThan(DRAWN * 3 / 4);
      // All eight, not one of them time and again: by chance a few may be left out.
      assertThat(real)
          .filteredOn(one -> drawn.stream().anyMatch(other -> correlation(one, other) > 0.8))
          .hasSizeGreaterThanOrEqualTo(DIGITS - 3);
    }
  }

  /** The full-size recipes, with networks of their own kind that are tiny: their losses fall. */
  @ParameterizedTest
  @CsvSource({
    "ddpm,          simple-unet(width=8)",
    "ddpm-diffunet, 'adm-unet(width=32,multipliers=1:1,blocks=1,attention=2,heads=1,"
        + "resampling=residual,sizes=padded)'",
    "iddpm,         'adm-unet(width=32,multipliers=1:1,blocks=1,attention=2,heads=2)'",
    "ncsn,          'adm-unet(width=32,multipliers=1:1,blocks=1,attention=2,heads=2)'",
    "ve-sde,        'adm-unet(width=32,multipliers=1:1,blocks=1,attention=2,heads=2)'",
    "vp-sde,        'adm-unet(width=32,multipliers=1:1,blocks=1,attention=2,heads=2)'",
    "subvp-sde,     'adm-unet(width=32,multipliers=1:1,blocks=1,attention=2,heads=2)'",
    "edm,           'adm-unet(width=32,multipliers=1:1,blocks=1,attention=2,heads=2)'",
    "vdm,           'adm-unet(width=32,multipliers=1,blocks=1,attention=0,heads=1)'",
    "flow,          'adm-unet(width=32,multipliers=1:1,blocks=1,attention=2,heads=2)'",
  })
  void theLossOfEachFullSizeRecipeFalls(String name, String network) {
    int steps = 30;
    Recipe recipe = recipe(name, 0, steps, "batch=8 warmup=5 network=" + network);
    Path run = train(recipe, digits(), steps + 1, steps);
    assertThat(meanLoss(run, steps - 10, steps)).isLessThan(0.8 * meanLoss(run, 0, 3));
    try (DenoisingModel model = open(run);
        TensorScope scope = TensorScope.open()) {
      Tensor x = Rng.seed(1).normal(2, 1, SIDE, SIDE);
      Tensor estimate = model.denoiser().denoise(x, model.method().path().end()).x0();
      assertThat(estimate.isfinite().all().item().toBool()).isTrue();
    }
  }

  /** Told a class, the model draws that digit; led away from what it draws untold, surely. */
  @Test
  void drawsTheClassThatIsAskedFor() {
    ImageSource source = digits();
    Path run = train(recipe("edm-small", source.classes(), 300, "steps=12"), source, 300);
    try (DenoisingModel model = open(run)) {
      DiffusionRecipe.Sampling usual = model.recipe().sampling();
      DiffusionRecipe.Sampling guided = usual.guided("classifier-free(weight=1.5)");
      List<Picture> real = pictures(source);
      List<Integer> labels = IntStream.range(0, DIGITS).mapToObj(source::label).toList();
      for (DiffusionRecipe.Sampling sampling : List.of(usual, guided)) {
        List<Picture> drawn = draw(model, sampling, labels);
        assertThat(IntStream.range(0, DRAWN).boxed().toList())
            .filteredOn(k -> isOfClass(drawn.get(k), labels.get(k % DIGITS), real, labels))
            .hasSizeGreaterThan(DRAWN * 3 / 4);
      }
    }
  }

  private static boolean isOfClass(
      Picture drawn, int label, List<Picture> real, List<Integer> labels) {
    return IntStream.range(0, real.size())
        .anyMatch(i -> labels.get(i) == label && correlation(drawn, real.get(i)) > 0.8);
  }

  private static List<Picture> draw(
      DenoisingModel model, DiffusionRecipe.Sampling sampling, List<Integer> classes) {
    return model.drawing(sampling, classes, 1).draw(DRAWN, DRAWN, StepProgress.NONE);
  }

  private static double meanLoss(Path run, int from, int to) {
    return Json.readLines(run.resolve("metrics.jsonl"), MetricsLog.Line.class)
        .subList(from, to)
        .stream()
        .mapToDouble(MetricsLog.Line::loss)
        .average()
        .orElseThrow();
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

  /** Pearson's, over pixels: 1 for the same picture in any brightness and contrast. */
  private static double correlation(Picture a, Picture b) {
    double[] x = centerd(a);
    double[] y = centerd(b);
    return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  }

  private static double[] centerd(Picture picture) {
    double[] values =
        IntStream.range(0, SIDE * SIDE)
            .mapToDouble(i -> picture.at(0, i / SIDE, i % SIDE))
            .toArray();
    double mean =
        IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
    return IntStream.range(0, values.length).mapToDouble(i -> values[i] - mean).toArray();
  }

  private static double dot(double[] x, double[] y) {
    return IntStream.range(0, x.length).mapToDouble(i -> x[i] * y[i]).sum();
  }
}
