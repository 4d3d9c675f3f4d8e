package io.inkwash.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NoisyImageClassifier;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.nn.Conditioning;
import io.inkwash.process.GaussianPath;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.ClassifierFile;
import io.inkwash.recipe.parts.Guidance;
import io.inkwash.recipe.parts.GuidedModel;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** guided-diffusion's classifier of noisy images, as what guides a model. */
class ClassifierImportTest {
  private static final GaussianPath PATH = Catalog.PATHS.make(Spec.parse("linear-betas"));

  @TempDir static Path python;
  @TempDir Path folder;

  @BeforeAll
  static void unpack() {
    Torch.init(1);
    PythonFiles.unpack(python);
  }

  private Path imported(String pool) {
    Path file = folder.resolve(pool + ".safetensors");
    new ClassifierImport(
            python.resolve("unets/classifier-" + pool + ".pt"), Spec.parse("linear-betas"), 16)
        .into(file);
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"attention", "adaptive"})
  void guidesTowardAClass(String pool) {
    Guidance guidance =
        Catalog.GUIDANCES.make(Spec.parse("classifier(file=" + imported(pool) + ")"));
    assertThat(guidance.classNames()).containsExactly("0", "1", "2", "3", "4");
    Map<String, TensorData> answers = PythonFiles.answers(python);
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor x = Weights.tensor(answers.get("classifier-" + pool + ".x"));
      Denoiser zero = (image, t) -> Denoised.of(image.mul(new Scalar(0.0)));
      Denoiser guided =
          guidance.guide(
              new GuidedModel(
                  zero,
                  () -> zero,
                  () -> zero,
                  PATH,
                  new ImageSpec(3, 8, 8, PixelRange.SYMMETRIC, List.of()),
                  Conditioning.classes(4, 1)));
      Tensor shift = guided.denoise(x, 742).x0();
      assertThat(Tensors.item(shift.abs().max())).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"attention", "adaptive"})
  void saysWhatPythonSays(String pool) {
    Map<String, TensorData> answers = PythonFiles.answers(python);
    String name = "classifier-" + pool;
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      NoisyImageClassifier.Network network = ClassifierFile.read(imported(pool)).network();
      Tensor expected = Weights.tensor(answers.get(name + ".y")).log_softmax(1);
      Tensor x = Weights.tensor(answers.get(name + ".x"));
      int[] timesteps = {3, 741};
      for (int row = 0; row < 2; row++) {
        double t = timesteps[row] + 1; // a table's first time is 1, its first index 0
        Tensor image = x.narrow(0, row, 1).div(new Scalar(PATH.alpha(t)));
        Tensor actual = network.logits(image, PATH.noiseRatio(t)).log_softmax(1);
        assertThat(Tensors.toFloats(actual))
            .containsExactly(Tensors.toFloats(expected.narrow(0, row, 1)), within(1e-4f));
      }
    }
  }

  @Test
  void oneIsNotTakenForTheOther() {
    assertThatThrownBy(
            () ->
                ModelImport.of(
                        python.resolve("unets/classifier-adaptive.pt"), Recipes.diffusion("iddpm"))
                    .into(folder.resolve("run")))
        .hasMessageContaining("holds a classifier of noisy images, which draws nothing");
    assertThatThrownBy(
            () ->
                ClassifierImport.of(python.resolve("guided.pt"), Recipes.diffusion("iddpm"))
                    .into(folder.resolve("file")))
        .hasMessageContaining("holds a network that draws, no classifier");
  }
}
