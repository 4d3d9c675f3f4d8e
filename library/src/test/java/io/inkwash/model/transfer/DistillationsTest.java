package io.inkwash.model.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.file.TensorData;
import io.inkwash.model.DataLocation;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.TrainingRun;
import io.inkwash.recipe.DiffusionRecipe;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Students begin at their teacher's weights, and are runs as any other. */
class DistillationsTest {
  private static final int SIDE = 12;
  private static final Spec ECT = Spec.parse("ect(q=2,stageSteps=2)");

  private static final Spec PROGRESSIVE = Spec.parse("progressive(teacherSteps=4)");

  @TempDir Path folder;
  private final ImageSource digits =
      DataSets.open("digits", Split.TEST, DataOptions.defaults().withSize(SIDE).withLimit(8));
  private Run teacher;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  @BeforeEach
  void trainATeacher() {
    Recipe tiny =
        Settings.apply(
            Recipes.named("flow-small"),
            new ImageSpec(1, SIDE, SIDE, Recipes.named("flow-small").data().range()),
            Map.of("network", "simple-unet(width=8)", "batch", "4", "ema", "0.5"));
    teacher = Run.begin(folder.resolve("teacher"), tiny, provenance("teacher"));
    train(teacher, 3);
  }

  private Provenance provenance(String run) {
    return Provenance.now(
        DataLocation.of("digits", folder.resolve(run)), digits, 7, Precision.FP32, 1, "cpu");
  }

  private void train(Run run, long steps) {
    train(run, steps, steps);
  }

  private void train(Run run, long steps, long stopped) {
    long[] taken = {0};
    try (TrainingRun training = new TrainingRun(run.recipe(), digits, run.provenance())) {
      training.train(
          run.directory(),
          Budget.steps(steps),
          new Trainer.Intervals(1000, 0, 9, 0),
          () -> taken[0] == stopped,
          (line, loss, progress) -> taken[0] = line.step());
    }
  }

  private Run student(String name, Spec kind) {
    DiffusionRecipe recipe = Distillations.recipe(teacher, kind, Map.of("batch", "2"));
    return Distillations.begin(teacher, folder.resolve(name), recipe, digits, provenance(name));
  }

  private static Path tensors(RunDirectory run, long step, String file) {
    return Checkpoint.tensors(run.checkpoint(step), file);
  }

  @Test
  void aStudentBeginsAtItsTeachersAveragedWeights() {
    RunDirectory student = student("student", PROGRESSIVE).directory();
    Path averaged = tensors(teacher.directory(), 3, "ema");
    assertThat(tensors(teacher.directory(), 3, "model")).isNotEqualTo(averaged);
    for (String file : List.of("model", "ema", "teacher")) {
      assertThat(Checkpoint.readTensors(student.checkpoint(0), file))
          .isEqualTo(Checkpoint.readTensors(teacher.directory().checkpoint(3), "ema"));
    }
  }

  /** Its first weights may be another student's; what it is compared with is the teacher's. */
  @Test
  void aStudentMayBeginAtAnotherStudentsWeights() {
    Run first = student("first", PROGRESSIVE);
    train(first, 2);
    Spec kind = Spec.parse("distribution-matching");
    DiffusionRecipe recipe = Distillations.recipe(teacher, kind, Map.of("batch", "2"));
    Path second = folder.resolve("second");
    Run run = Distillations.begin(teacher, first, second, recipe, digits, provenance("second"));
    Path begun = run.directory().checkpoint(0);
    Map<String, TensorData> students = averaged(first, 2);
    Map<String, TensorData> teachers = averaged(teacher, 3);
    assertThat(students).isNotEqualTo(teachers);
    for (String file : List.of("model", "ema")) {
      assertThat(Checkpoint.readTensors(begun, file)).isEqualTo(students);
    }
    for (String file : List.of("teacher", "fake", "fake-ema")) {
      assertThat(Checkpoint.readTensors(begun, file)).isEqualTo(teachers);
    }
    assertThat(run.provenance().origin()).contains("first", "taught by", "teacher");
  }

  @Test
  void firstWeightsOfAnotherModelAreRefusedBeforeAnythingIsWritten() {
    Recipe wider = Settings.apply(teacher.recipe(), Map.of("network", "simple-unet(width=16)"));
    Run other = Run.begin(folder.resolve("wider"), wider, provenance("wider"));
    assertRefused(
        other,
        "wider is another model than flow-small-ect; allowed: a student of the same teacher, or"
            + " none");
  }

  /** As the first of a student without limits, before anything is written. */
  private void assertRefused(Run first, String ending) {
    Path run = folder.resolve("refused");
    DiffusionRecipe recipe = Distillations.recipe(teacher, ECT, Map.of());
    assertThatThrownBy(
            () -> Distillations.begin(teacher, first, run, recipe, digits, provenance("refused")))
        .isInstanceOf(SpecException.class)
        .hasMessageEndingWith(ending);
    assertThat(run).doesNotExist();
  }

  /** With limits any network is a model; one that was trained with them is none without. */
  @Test
  void limitsMayBeAddedAndNotTakenAway() {
    Map<String, String> limits = Map.of("objective.clamp", "true", "threshold", "clamp");
    DiffusionRecipe limited = Distillations.recipe(teacher, PROGRESSIVE, limits);
    Path first = folder.resolve("limits");
    Run run = Distillations.begin(teacher, first, limited, digits, provenance("limits"));
    assertRefused(
        run,
        "limits, whose weights are to be the first, was trained with objective.clamp=true and is no"
            + " model without; set it of the student too, and threshold=clamp");
  }

  private static Map<String, TensorData> averaged(Run run, long step) {
    return Checkpoint.readTensors(run.directory().checkpoint(step), "ema");
  }

  @Test
  void theRecipeIsTheTeachersWithTheChangesOfItsKind() {
    DiffusionRecipe recipe = Distillations.recipe(teacher, ECT, Map.of("batch", "2"));
    assertThat(recipe.name()).isEqualTo("flow-small-ect");
    assertThat(recipe.about()).startsWith("Distilled by ect(q=2, stageSteps=2");
    assertThat(recipe.model()).isEqualTo(((DiffusionRecipe) teacher.recipe()).model());
    assertThat(recipe.loss().objective().name()).isEqualTo("consistency-tuning");
    assertThat(recipe.sampling().steps()).isEqualTo(2);
    assertThat(recipe.training().batch()).isEqualTo(2);
  }

  /** The network of a teacher with limits is no model without them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ect(q=2,stageSteps=2)",
        "progressive(teacherSteps=4)",
        "distribution-matching(studentSteps=2)",
        "distribution-matching(divergence=fisher(alpha=1.2),grid=flow-shift(shift=2))"
      })
  void aStudentHasTheLimitsOfItsTeacher(String kind) {
    assertThat(objective(teacher, kind)).contains("clamp=false");
    Recipe limited =
        Settings.apply(teacher.recipe(), Map.of("objective.clamp", "true", "threshold", "clamp"));
    Run other = Run.begin(folder.resolve("limited"), limited, provenance("limited"));
    assertThat(objective(other, kind)).contains("clamp=true");
  }

  private static String objective(Run teacher, String kind) {
    return Distillations.recipe(teacher, Spec.parse(kind), Map.of()).loss().objective().toString();
  }

  /** It has learned the guided model, and is drawn as it is. */
  @Test
  void aStudentOfAGuidedTeacherIsDrawnWithoutGuidance() {
    Spec kind = Spec.parse("distribution-matching(guidance=1.5,guidanceSigmaTo=2)");
    assertThatThrownBy(() -> Distillations.recipe(teacher, kind, Map.of()))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("of a model without classes; train it with --conditional");
    Spec without = Spec.parse("distribution-matching(guidanceSigmaTo=0)");
    assertThatThrownBy(() -> Distillations.recipe(teacher, without, Map.of()))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("objective distribution-matching(")
        .hasMessageEndingWith("allowed: a finite weight, such as 1.2, and a level above 0");
    Recipe plain = teacher.recipe();
    Recipe ofClasses =
        Settings.apply(
            plain,
            plain.data().withClasses(List.of("even", "odd")),
            Map.of("sampling.guidance", "classifier-free(weight=3)"));
    Run conditional = Run.begin(folder.resolve("classes"), ofClasses, provenance("classes"));
    DiffusionRecipe recipe = Distillations.recipe(conditional, kind, Map.of());
    assertThat(recipe.loss().objective().toString()).contains("guidance=1.5, guidanceSigmaTo=2");
    assertThat(recipe.sampling().guidance()).hasToString("none");
    Spec unguided = Spec.parse("distribution-matching");
    assertThat(Distillations.recipe(conditional, unguided, Map.of()).sampling().guidance())
        .asString()
        .startsWith("classifier-free(weight=3");
  }

  /** A student of halved steps stops in its second halving, whose teacher is not the first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ect(q=2,stageSteps=2)",
        "progressive(teacherSteps=4)",
        "distribution-matching(fakeSteps=2)",
        "distribution-matching(fakeSteps=1,divergence=fisher)",
        "distribution-matching(fakeSteps=1,studentSteps=2,simulate=true,adversary=0.1)"
      })
  void aResumedStudentIsTheOneThatWasNeverStoppedAndDrawsInOneStep(String kind) {
    Run whole = student("whole", Spec.parse(kind));
    train(whole, 6);
    Run parts = student("parts", Spec.parse(kind));
    train(parts, 6, 4);
    train(parts, 6);
    List<String> files = new ArrayList<>(List.of("model", "ema", "optimizer"));
    if (kind.startsWith("progressive")) {
      files.add("teacher");
    }
    if (kind.startsWith("distribution")) {
      files.addAll(List.of("fake", "fake-optimizer"));
    }
    if (kind.contains("adversary")) {
      files.addAll(List.of("discriminator", "discriminator-optimizer"));
    }
    for (String file : files) {
      assertThat(tensors(parts.directory(), 6, file))
          .hasSameBinaryContentAs(tensors(whole.directory(), 6, file));
      assertThat(Checkpoint.readTensors(whole.directory().checkpoint(6), file))
          .isNotEqualTo(Checkpoint.readTensors(whole.directory().checkpoint(0), file));
    }
    try (DrawingModel model = Model.open(whole.directory().root())) {
      assertThat(model.generate().steps(1).draw(2)).hasSize(2);
    }
  }

  @Test
  void anUnknownKindAndAnotherFamilyAreRefused() {
    assertThatThrownBy(() -> Distillations.recipe(teacher, Spec.parse("etc"), Map.of()))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("did you mean ect?");
    Recipe vae = Recipes.named("vae-small");
    Run other = Run.begin(folder.resolve("vae"), vae, provenance("vae"));
    assertThatThrownBy(() -> Distillations.recipe(other, ECT, Map.of()))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("distill needs a model that denoises");
  }
}
