package io.inkwash.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.SpecException;
import io.inkwash.exchange.LayoutsTest.Case;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights.Which;
import io.inkwash.torch.Torch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A network that came in a layout goes out in it as the state dict that Python wrote. */
class ExportedLayoutsTest {
  @TempDir static Path python;
  @TempDir Path folder;

  @BeforeAll
  static void unpack() {
    Torch.init(1);
    PythonFiles.unpack(python);
  }

  /** All but the one of which the half that sees an estimate is left out. */
  @ParameterizedTest
  @EnumSource(value = Case.class, mode = Mode.EXCLUDE, names = "LUCIDRAINS_SELF")
  void isTheStateDictThatPythonWrote(Case which) {
    ModelImport.Outcome outcome = which.imported(python, folder.resolve("run"));
    Path file = folder.resolve("out.safetensors");
    ModelExport.of(outcome.run(), Which.EMA).as(outcome.layout()).toSafetensors(file);
    Map<String, TensorData> exported = Safetensors.read(file).tensors();

    Map<String, float[]> theirs = written(python.resolve(which.file()));
    assertThat(exported.keySet()).containsExactlyInAnyOrderElementsOf(theirs.keySet());
    theirs.forEach(
        (name, values) ->
            assertThat(Arrays.equals(exported.get(name).toFloats(), values)).as(name).isTrue());
  }

  /** The state dict in a file; with EDM's names where PhysicsNeMo reads both. */
  private static Map<String, float[]> written(Path path) {
    try (WeightFile file = WeightFile.open(path)) {
      FoundWeights found = new WeightSearch(file.path(), file.content()).find(Optional.empty());
      boolean song = found.layout().equals("song-unet");
      Map<String, float[]> values = new LinkedHashMap<>();
      found
          .tensors()
          .forEach(
              (name, tensor) -> {
                String edm =
                    song ? name.replace(".attn.norm.", ".norm2.").replace(".attn.", ".") : name;
                values.put(edm, tensor.load().toFloats());
              });
      if (song && !values.keySet().stream().anyMatch(name -> name.contains("_aux_residual"))) {
        values.remove("map_noise.freqs"); // of sines and cosines, computed where they are missing
      }
      return values;
    }
  }

  @Test
  void theFirstLayoutThatHasTheNetworkIsTaken() {
    Run edm = Case.DDPMPP.imported(python, folder.resolve("edm")).run();
    assertThat(names(ModelExport.of(edm, Which.EMA))).contains("enc.8x8_conv.weight");
    assertThat(names(ModelExport.of(edm, Which.EMA).as("score-sde")))
        .contains("all_modules.0.weight");
    Run plain = Case.SCORE_DDPM_BLOCKS.imported(python, folder.resolve("plain")).run();
    assertThat(names(ModelExport.of(plain, Which.EMA))).contains("all_modules.0.weight");
    assertThatThrownBy(() -> names(ModelExport.of(plain, Which.EMA).as("song-unet")))
        .isInstanceOf(SpecException.class)
        .hasMessageMatching(".*SongUNet of EDM has no (sums plain; allowed: scaled|resampling .*)");
    assertThatThrownBy(() -> names(ModelExport.of(plain, Which.EMA).as("adm")))
        .hasMessageContaining("layout adm has no network song-unet; allowed: adm-unet");
  }

  private Iterable<String> names(ModelExport export) {
    Path file = folder.resolve("names.pth");
    export.toPyTorch(file);
    try (WeightFile read = WeightFile.open(file)) {
      return ((Map<?, ?>) read.content()).keySet().stream().map(String::valueOf).toList();
    }
  }
}
