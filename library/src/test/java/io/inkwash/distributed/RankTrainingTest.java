package io.inkwash.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ClassNames;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.file.Json;
import io.inkwash.file.TensorSource;
import io.inkwash.model.DataLocation;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.TrainingRun;
import io.inkwash.model.transfer.Distillations;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several ranks train what one process trains. */
class RankTrainingTest {
  private static final int SIDE = 8;
  private static final int STEPS = 6;

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  private final ImageSource digits =
      DataSets.open("digits", Split.TEST, DataOptions.defaults().withSize(SIDE).withLimit(20));

  private Recipe recipe(String name, int classCount, String settings) {
    Map<String, String> changes = new LinkedHashMap<>();
    for (String setting : settings.split(" +")) {
      int equals = setting.indexOf('=');
      changes.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    Recipe named = Recipes.named(name);
    List<String> classes = ClassNames.numbered(classCount).names();
    return Settings.apply(
        named, new ImageSpec(1, SIDE, SIDE, named.data().range(), classes), changes);
  }

  private Run begin(String name, Recipe recipe) {
    Path run = folder.resolve(name);
    return Run.begin(
        run,
        recipe,
        Provenance.now(DataLocation.of("digits", run), digits, 7, Precision.FP32, 1, "cpu"));
  }

  /**
   * Trains a run up to a step by so many ranks. Stopped before the end of its budget, it draws no
   * picture.
   */
  private void train(Run run, int ranks, int steps) throws Exception {
    long[] done = {0};
    Threads.run(
        ranks,
        group -> {
          try (TrainingRun training = new TrainingRun(run.recipe(), digits, run.provenance())) {
            if (group.launch().isFirst()) {
              training.train(
                  run.directory(),
                  Budget.steps(steps + 1),
                  new Trainer.Intervals(2, 0, 99, 0),
                  () -> done[0] == steps,
                  (line, loss, progress) -> done[0] = line.step());
            } else {
              training.follow(() -> false);
            }
            return true;
          }
        });
    assertThat(done[0]).isEqualTo(steps);
  }

  private static double[] losses(Run run) {
    return Json.readLines(run.directory().metrics(), MetricsLog.Line.class).stream()
        .mapToDouble(MetricsLog.Line::loss)
        .toArray();
  }

  /** Losses, weights, averages, moments and histories within the rounding of float32 sums. */
  private static void assertAlike(Run one, Run other) {
    double[] expected = losses(one);
    double[] actual = losses(other);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-6 * Math.abs(expected[i])));
    }
    assertCheckpointsAlike(one, other);
  }

  private static void assertCheckpointsAlike(Run one, Run other) {
    Checkpoint first = Checkpoint.read(one.directory().newest().orElseThrow());
    Checkpoint second = Checkpoint.read(other.directory().newest().orElseThrow());
    assertThat(second.state().step()).isEqualTo(first.state().step());
    assertThat(second.state().images()).isEqualTo(first.state().images());
    assertThat(second.state().batches()).isEqualTo(first.state().batches());
    first
        .snapshot()
        .numbers()
        .forEach(
            (name, values) ->
                assertThat(second.snapshot().numbers().get(name))
                    .as(name)
                    .containsExactly(values, within(1e-6)));
    first
        .snapshot()
        .tensors()
        .forEach(
            (file, tensors) ->
                assertThat(distance(tensors, second.snapshot().tensors().get(file)))
                    .as(file)
                    .isLessThan(1e-5));
  }

  /** The 2-norm of the difference over the 2-norm. */
  private static double distance(
      Map<String, ? extends TensorSource> one, Map<String, ? extends TensorSource> other) {
    double difference = 0;
    double norm = 0;
    for (String name : one.keySet()) {
      float[] a = one.get(name).data().toFloats();
      float[] b = other.get(name).data().toFloats();
      for (int i = 0; i < a.length; i++) {
        difference += ((double) a[i] - b[i]) * (a[i] - b[i]);
        norm += (double) a[i] * a[i];
      }
    }
    return difference == 0 ? 0 : Math.sqrt(difference / norm);
  }

  /**
   * Adam divides by the gradient's size, so that rounding decides the sign of the steps of a weight
   * that nothing depends on, such as a bias before a norm. The steps of SGD stay as close as the
   * gradients.
   */
  private static final String SMALL = "batch=7 optimizer=sgd rate=1e-2 warmup=0 ";

  @ParameterizedTest
  @CsvSource({
    "ddpm-small,  'network=simple-unet(width=8) conditioningDropout=0.3', 2",
    "iddpm-small, 'network=adm-unet(width=32,multipliers=1:1,blocks=1,attention=2,heads=1,dropout=0.3)"
        + " path.timesteps=4 grid=sections(counts=2) steps=2 accumulate=2"
        + " times=loss-second-moment(remembered=2)', 3",
    "flow-small,  'network=simple-unet(width=8) times=stratified', 2",
  })
  void diffusion(String name, String settings, int ranks) throws Exception {
    compare(recipe(name, 10, SMALL + settings), ranks);
  }

  /** Two terms of opposite signs: their rounding is that of the larger losses, not of their sum. */
  @Test
  void scoreMatching() throws Exception {
    String settings = SMALL + "network=simple-unet(width=8) objective=sliced-score-matching";
    Recipe recipe = recipe("ncsn-small", 10, settings);
    Run one = begin("one", recipe);
    Run several = begin("several", recipe);
    train(one, 1, STEPS);
    train(several, 2, STEPS);
    double[] expected = losses(one);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(losses(several)).containsExactly(expected, within(1e-6 * largest));
    assertCheckpointsAlike(one, several);
  }

  @ParameterizedTest
  @CsvSource({
    "'discriminator=dcgan(features=8,normalization=spectral)', 2",
    "'discriminator=dcgan(features=8,normalization=batch) gamma=1', 3",
  })
  void adversarial(String settings, int ranks) throws Exception {
    compare(
        recipe("gan-small", 10, "batch=7 generator=dcgan(features=8,latent=6) " + settings), ranks);
  }

  @Test
  void variational() throws Exception {
    compare(
        recipe("vae-small", 0, "batch=7 vae=conv-vae(features=8,hidden=16,latent=4) freeNats=0.5"),
        2);
  }

  /** Distribution matching so far from its teacher that the difference of both is no rounding. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ect(q=2,stageSteps=2)",
        "distribution-matching(fakeSteps=1,rate=1)",
        "distribution-matching(fakeSteps=1,rate=1,studentSteps=2,simulate=true,adversary=0.1)"
      })
  void aStudent(String kind) throws Exception {
    Run teacher = begin("teacher", recipe("flow-small", 0, SMALL + "network=simple-unet(width=8)"));
    train(teacher, 1, 2);
    Map<String, String> settings = Map.of("batch", "4");
    var student = Distillations.recipe(teacher, Spec.parse(kind), settings);
    Run one =
        Distillations.begin(teacher, folder.resolve("one"), student, digits, teacher.provenance());
    Run two =
        Distillations.begin(teacher, folder.resolve("two"), student, digits, teacher.provenance());
    train(one, 1, STEPS);
    train(two, 2, STEPS);
    assertAlike(one, two);
  }

  private void compare(Recipe recipe, int ranks) throws Exception {
    Run one = begin("one", recipe);
    Run several = begin("several", recipe);
    train(one, 1, STEPS);
    train(several, ranks, STEPS);
    assertAlike(one, several);
  }

  /** A checkpoint does not know how many ranks wrote it. */
  @Test
  void anotherNumberOfRanksGoesOn() throws Exception {
    Recipe recipe = recipe("ddpm-small", 0, SMALL + "decay=constant network=simple-unet(width=8)");
    Run whole = begin("whole", recipe);
    Run parts = begin("parts", recipe);
    train(whole, 1, STEPS);
    train(parts, 2, 2);
    train(parts, 3, 4);
    train(parts, 1, STEPS);
    assertAlike(whole, parts);
  }
}
