package io.inkwash.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.EvaluationMetrics;
import io.inkwash.evaluate.Finding;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.evaluate.Subject;
import io.inkwash.examples.gaussian.GaussianRecipe;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.metric.FeatureCache;
import io.inkwash.model.Capability;
import io.inkwash.model.DenoisingModel;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Run;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.restore.Restoration;
import io.inkwash.restore.degradation.Degradations;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that {@link ExamplesExtension} registers, by name, trained, stored and read back. */
class OwnValuesTest {
  private static final int SIDE = 12;
  private static final Evaluation.Listener QUIET = (task, done, of) -> {};

  @TempDir static Path folder;
  private static Path diffusion;
  private static Path gaussian;

  /** A diffusion recipe of which every value is this module's own, and the gaussian family. */
  @BeforeAll
  static void train() {
    Torch.init(1);
    diffusion = folder.resolve("diffusion");
    Map<String, String> own = new LinkedHashMap<>();
    own.put("path", "trigflow");
    own.put("noiseLevelInput", "time(factor=600)");
    own.put("times", "uniform");
    own.put("network", "residual-cnn(width=8, blocks=1)");
    own.put("weighting", "sigmoid");
    own.put("optimizer", "adagrad");
    own.put("solver", "ralston");
    own.put("grid", "trailing");
    own.put("sampling.steps", "4");
    own.put("batch", "8");
    TrainModel.train("ddpm", own, diffusion, SIDE, 5);
    gaussian = folder.resolve("gaussian");
    TrainModel.train("gaussian", Map.of("deviation", "0.8"), gaussian, SIDE, 400);
  }

  private static ImageSource digits(Split split) {
    return DataSets.open("digits", split, DataOptions.defaults().withSize(SIDE).withLimit(200));
  }

  @Test
  void theCatalogListsThem() {
    assertThat(Catalog.SOLVERS.names()).contains("ralston");
    assertThat(Catalog.PATHS.names()).contains("trigflow");
    assertThat(Catalog.NETWORKS.names()).contains("residual-cnn");
    assertThat(Catalog.WEIGHTINGS.names()).contains("sigmoid");
    assertThat(Catalog.OPTIMIZERS.names()).contains("adagrad");
    assertThat(Catalog.DEGRADATIONS.names()).contains("checkerboard");
    assertThat(EvaluationMetrics.METRICS.names()).contains("sharpness");
  }

  @Test
  void aRunThatUsesThemIsReadBackAndDrawsWithThem() {
    DiffusionRecipe recipe = (DiffusionRecipe) Run.open(diffusion).recipe();
    assertThat(recipe.model().path().name()).isEqualTo("trigflow");
    assertThat(recipe.model().network()).hasToString("residual-cnn(width=8, blocks=1)");
    assertThat(recipe.learning().optimizer().name()).isEqualTo("adagrad");
    try (DrawingModel model = Model.open(diffusion)) {
      List<Picture> drawn = model.generate().seed(3).draw(4);
      assertThat(drawn).hasSize(4).doesNotHaveDuplicates();
      assertThat(model.generate().solver("ralston(variable=time)").seed(3).draw(1)).hasSize(1);
    }
    Path checkpoint = diffusion.resolve("checkpoints/step-00000005");
    assertThat(checkpoint.resolve("optimizer.safetensors"))
        .content(ISO_8859_1)
        .contains("squares.in.weight");
  }

  @Test
  void theDegradationIsRestoredByName() {
    ImageSource images = digits(Split.TEST);
    try (DenoisingModel model =
            Run.open(diffusion).model(DenoisingModel.class, OpenOptions.defaults());
        TensorScope scope = TensorScope.open()) {
      Restoration restoration =
          Restoration.of(
              model.prior(model.recipe().sampling()),
              Degradations.DEGRADATIONS.make(Spec.parse("checkerboard(side=3)")),
              0,
              1);
      float[] pixels = new float[2 * SIDE * SIDE];
      byte[] bytes = new byte[SIDE * SIDE];
      for (int k = 0; k < 2; k++) {
        images.read(k, bytes, 0);
        for (int i = 0; i < bytes.length; i++) {
          pixels[k * bytes.length + i] = model.data().range().toFloat(bytes[i]);
        }
      }
      Tensor truth = Tensors.of(pixels, 2, 1, SIDE, SIDE);
      Tensor y = restoration.measure(truth, 0);
      assertThat(Tensors.item(y.narrow(2, 0, 1).narrow(3, 0, 3).abs().sum())).isZero();
      Tensor restored = restoration.restore(Spec.parse("ddnm"), y, 0, StepProgress.NONE).images();
      // The measurement is without noise, so known pixels are kept, up to float32.
      assertThat(Tensors.item(restoration.operator().residual(restored, y).max())).isLessThan(1e-4);
    }
  }

  @Test
  void theMetricEvaluatesByName() {
    ImageSource real = digits(Split.TRAIN);
    ReferenceSet.Extent extent = new ReferenceSet.Extent(64, 40, 1);
    try (DrawingModel model = Model.open(gaussian);
        ReferenceSet reference =
            new ReferenceSet(
                new ReferenceSet.Images(real, Optional.of(digits(Split.TEST))),
                extent,
                Catalog.FEATURES.make(Spec.parse("pixels")).open(real.shape()),
                FeatureCache.none(),
                QUIET)) {
      Evaluation evaluation =
          new Evaluation(
              Subject.of(model, GenerateOptions.defaults(), 32),
              reference,
              List.of("sharpness", "nll"),
              QUIET);
      List<Finding> findings = evaluation.findings().numbers();
      assertThat(findings).extracting(Finding::name).containsExactly("sharpness", "nll-exact");
      assertThat(findings.get(0).floor()).isBetween(0.05, 0.5);
      // Independent uniform bytes take 8 bits; GaussianFamilyTest has the exact optimum.
      assertThat(findings.get(1).value()).isBetween(1.0, 8.0);
    }
  }

  @Test
  void theFamilyIsReadBackAndDrawsTheSameInEveryBatch() {
    assertThat(Run.open(gaussian).recipe())
        .isInstanceOfSatisfying(
            GaussianRecipe.class, r -> assertThat(r.deviation()).isEqualTo(0.8));
    try (DrawingModel model = Model.open(gaussian)) {
      List<Picture> drawn = model.generate().seed(1).draw(9);
      assertThat(drawn).doesNotHaveDuplicates();
      assertThat(model.generate().seed(1).batch(4).draw(9)).isEqualTo(drawn);
    }
  }

  @Test
  void theFamilyRefusesWhatItCannotDo() {
    assertThatThrownBy(() -> Run.open(gaussian).require(Capability.DENOISES, "restore"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("restore needs a model that denoises")
        .hasMessageEndingWith("is a gaussian");
    try (DrawingModel model = Model.open(gaussian)) {
      assertThatThrownBy(() -> model.generate().steps(5).draw(1))
          .isInstanceOf(SpecException.class)
          .hasMessageContaining("in one pass");
    }
  }
}
