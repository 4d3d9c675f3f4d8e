package io.inkwash.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.file.TensorData;
import io.inkwash.model.SavedWeights.Which;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.torch.Torch;
import io.inkwash.train.Checkpoint;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Weights inside the wrappers of training programs. In these files each trained weight is 1 and
 * each averaged one 2.
 */
class WrappersTest {
  @TempDir static Path python;
  @TempDir Path folder;

  @BeforeAll
  static void unpack() {
    Torch.init(1);
    PythonFiles.unpack(python);
  }

  private static DiffusionRecipe recipe() {
    return Settings.apply(
        Recipes.diffusion("ddpm"), Map.of("network", "simple-unet(width=8, timeWidth=4)"));
  }

  private static void assertAll(ModelImport.Outcome outcome, float value) {
    Path checkpoint = outcome.run().directory().newest().orElseThrow();
    for (String file : new String[] {"model", "ema"}) {
      for (TensorData tensor : Checkpoint.readTensors(checkpoint, file).values()) {
        assertThat(tensor.toFloats()).containsOnly(value);
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain.pth      | false |
          compiled.pt    | false | taken from model_state_dict; names without _orig_mod.module.
          transposed.pt  | false |
          averaged.pt    | true  | taken from ema; names without module.; 1 tensors beside the network left out
          lightning.ckpt | true  | taken from state_dict.model_ema
          lucidrains.pt  | true  | taken from ema; names without ema_model.model.; 56 tensors beside the network left out
          score_sde.pth  | true  | taken from ema.shadow_params
          """)
  void takesTheAverageWhereThereIsOne(String file, boolean averaged, String notes) {
    ModelImport.Outcome outcome =
        ModelImport.of(python.resolve("wrappers").resolve(file), recipe())
            .into(folder.resolve("run"));
    assertThat(outcome.averaged()).isEqualTo(averaged);
    assertAll(outcome, averaged ? 2 : 1);
    assertThat(String.join("; ", outcome.notes())).isEqualTo(notes == null ? "" : notes);
  }

  @ParameterizedTest
  @CsvSource({"averaged.pt", "lightning.ckpt", "lucidrains.pt", "score_sde.pth"})
  void takesTheTrainedOnesOnRequest(String file) {
    ModelImport.Outcome outcome =
        ModelImport.of(python.resolve("wrappers").resolve(file), recipe())
            .taking(Which.MODEL)
            .into(folder.resolve("run"));
    assertThat(outcome.averaged()).isFalse();
    assertAll(outcome, 1);
  }
}
