package io.inkwash.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.file.FileException;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.metric.feature.ClassifierFeatures;
import io.inkwash.metric.feature.ShippedLeNet;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.RunDirectory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The models that come with the library: they unpack, draw, and draw what is requested. */
class ShippedModelsTest {
  private static final int DRAWN = 100;

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  private Path mnist() {
    return ShippedModels.unpacked("mnist", folder);
  }

  /** Of 5,000, 97.3 % are right, and 95.5 % in one evaluation; here of the 100 of one seed. */
  @ParameterizedTest
  @ValueSource(strings = {"mnist", "mnist-student"})
  void modelsDrawTheDigitsThatAreRequested(String name) {
    int[] classes = IntStream.range(0, 10).toArray();
    List<Picture> drawn;
    try (DrawingModel model = Model.open(ShippedModels.unpacked(name, folder))) {
      drawn = model.generate().classes(classes).seed(1).draw(DRAWN);
    }
    assertThat(right(drawn)).isGreaterThanOrEqualTo(93);
  }

  /** Classifier-free guidance evaluates the network twice, inside its interval of noise levels. */
  @Test
  void evaluationsAreThoseOfTheNetwork() {
    assertThat(evaluations("none")).isEqualTo(30);
    assertThat(evaluations("classifier-free(weight=2)")).isEqualTo(60);
    assertThat(evaluations("classifier-free(weight=2, sigmaTo=1)")).isBetween(33L, 57L);
  }

  /** Of 3 images in 10 steps. */
  private long evaluations(String guidance) {
    LongAdder evaluated = new LongAdder();
    try (DrawingModel model = Model.open(mnist())) {
      GenerateOptions options =
          GenerateOptions.defaults().withClasses(List.of(1)).withGuidance(Spec.parse(guidance));
      model.drawing(options).counted(evaluated).draw(0, 3, 3, StepProgress.NONE, drawn -> {});
    }
    return evaluated.sum();
  }

  private static long right(List<Picture> drawn) {
    try (ClassifierFeatures lenet = digits();
        TensorScope scope = TensorScope.open()) {
      Tensor probabilities = lenet.activations(Pictures.tensor(drawn)).probabilities();
      double[] p = Tensors.toDoubles(Objects.requireNonNull(probabilities));
      return IntStream.range(0, drawn.size())
          .filter(i -> IntStream.range(0, 10).allMatch(k -> p[10 * i + k] <= p[10 * i + i % 10]))
          .count();
    }
  }

  private static ClassifierFeatures digits() {
    try (TensorScope scope = TensorScope.open()) {
      return ShippedLeNet.DIGITS.extractor(
          Weights.stateDict(
              Safetensors.parse("digits-lenet", ShippedLeNet.DIGITS.bytes()).tensors()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "mnist-student"})
  void theHashOfAModelIsThatOfItsBytes(String name) {
    ShippedModels.Packed model = ShippedModels.MODELS.make(Spec.parse(name));
    assertThat(model.hash()).isEqualTo(ShippedModels.sha256(model.bytes()));
  }

  @Test
  void aModelIsUnpackedOnceUnderItsHash() throws Exception {
    Path run = mnist();
    assertThat(run.getFileName().toString()).matches("mnist-[0-9a-f]{12}");
    Path recipe = run.resolve("recipe.json");
    Files.setLastModifiedTime(recipe, FileTime.fromMillis(0));
    assertThat(mnist()).isEqualTo(run);
    assertThat(Files.getLastModifiedTime(recipe).toMillis()).isZero();
    assertThat(Run.open(run).provenance().data().word()).isEqualTo("mnist");
  }

  /** The student's network without limits is no model, and straight paths leave no signal. */
  @Test
  void whatHasNoLikelihoodIsRefusedBeforeAnythingIsComputed() {
    try (Model student = Model.open(Path.of("mnist-student"));
        Model plain = Model.open(Path.of("mnist"))) {
      assertThatThrownBy(() -> ((LikelihoodModel) student).checkLikelihood())
          .isInstanceOf(SpecException.class)
          .hasMessageContaining("allowed: one trained with objective.clamp=false");
      ((LikelihoodModel) plain).checkLikelihood();
      assertThat(((LikelihoodModel) plain).likelihoods()).containsOnlyKeys("flow");
    }
  }

  /** A student of it is of that name on any machine. */
  @Test
  void theFolderOfAModelIsCalledByItsName() {
    assertThat(ShippedModels.word(ShippedModels.folder(Path.of("mnist-student"))))
        .isEqualTo("mnist-student");
    assertThat(ShippedModels.word(folder)).isEqualTo(folder.toString());
  }

  @Test
  void onlyABareNameThatIsNoFolderStandsForAModel() {
    assertThat(ShippedModels.named(Path.of("mnist"))).isTrue();
    for (String other : List.of("mnst", "runs/mnist", "./mnist", "/mnist")) {
      assertThat(ShippedModels.named(Path.of(other))).as(other).isFalse();
    }
    assertThat(ShippedModels.folder(folder)).isEqualTo(folder);
    assertThatThrownBy(() -> Run.open(Path.of("mnst")))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("is not there");
  }

  /** What was packed is unpacked to the same run, its weights rounded to half precision. */
  @Test
  void aPackedRunIsTheSameRun() throws Exception {
    Path run = mnist();
    Path file = folder.resolve("again.safetensors");
    Run.open(run).pack(file);
    Path again = folder.resolve("again");
    PackedModel.parse("again", ByteBuffer.wrap(Files.readAllBytes(file))).unpack(again);
    assertThat(Run.open(again).recipe()).isEqualTo(Run.open(run).recipe());
    assertThat(Run.open(again).provenance()).isEqualTo(Run.open(run).provenance());
    assertThat(weights(again)).isEqualTo(weights(run)); // halves already
    assertThat(Files.size(file)).isLessThan(2_400_000);
  }

  private static Map<String, TensorData> weights(Path run) {
    Path newest = RunDirectory.open(run).newestWith("ema").orElseThrow();
    return Checkpoint.readTensors(newest, "ema");
  }

  @Test
  void aFileThatIsNoPackedModelIsRefused() throws Exception {
    Path file = folder.resolve("plain.safetensors");
    Safetensors.write(file, Map.of(), Map.of("w", TensorData.ofFloats(new float[] {1}, 1)));
    PackedModel plain = PackedModel.parse("plain", ByteBuffer.wrap(Files.readAllBytes(file)));
    assertThatThrownBy(() -> plain.unpack(folder.resolve("plain")))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("has no state.json in its metadata");
    assertThat(folder.resolve("plain")).doesNotExist();
  }
}
