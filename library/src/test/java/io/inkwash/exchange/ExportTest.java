package io.inkwash.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights.Which;
import io.inkwash.nn.Backbone;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Torch;
import io.inkwash.train.Checkpoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is exported is what was imported, and for diffusers what Python itself wrote. */
class ExportTest {
  private static final String COMMON = "width=32, multipliers=1:1, blocks=1, dropout=0.0, ";

  @TempDir static Path python;
  @TempDir Path folder;

  @BeforeAll
  static void unpack() {
    Torch.init(1);
    PythonFiles.unpack(python);
  }

  private static DiffusionRecipe recipe(String name, String network) {
    return Settings.apply(Recipes.diffusion(name), Map.of("network", network));
  }

  private Run imported(String file, DiffusionRecipe recipe) {
    return ModelImport.of(python.resolve(file), recipe).sized(8).into(folder.resolve("run")).run();
  }

  private Run improved() {
    return imported(
        "ema_0.9999_000010.pt",
        recipe("ddpm", "adm-unet(" + COMMON + "attention=2, heads=2, modulation=add)"));
  }

  private static Map<String, TensorData> weights(Run run) {
    return Checkpoint.readTensors(run.directory().newest().orElseThrow(), "ema");
  }

  @Test
  void aStateDictComesBackAsItWas() {
    Run run = improved();
    ModelExport export = ModelExport.of(run, Which.EMA);
    export.toSafetensors(folder.resolve("a.safetensors"));
    export.toPyTorch(folder.resolve("a.pth"));
    for (String file : List.of("a.safetensors", "a.pth")) {
      Run again =
          ModelImport.of(folder.resolve(file), (DiffusionRecipe) run.recipe())
              .into(folder.resolve("again-" + file))
              .run();
      assertThat(weights(again)).isEqualTo(weights(run));
    }
  }

  /** The network of the small recipes has no other program. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flow-compact | compact-unet(width=32)
          flow-compact | compact-unet(width=32, blocks=2, middle=1, attention=true, intervals=true)
          """)
  void aCompactNetworkComesBackAsItWas(String name, String network) {
    DiffusionRecipe recipe = recipe(name, network);
    Path file = folder.resolve("own.safetensors");
    try (TensorScope scope = TensorScope.open()) {
      Backbone own = recipe.network(1);
      own.initialize(torch.make_generator_cpu(1));
      Safetensors.write(file, Map.of(), Weights.of(own.stateDict()));
    }
    Run run = ModelImport.of(file, recipe).into(folder.resolve("run")).run();
    ModelExport.of(run, Which.EMA).toSafetensors(folder.resolve("again.safetensors"));
    assertThat(Safetensors.read(folder.resolve("again.safetensors")).tensors())
        .isEqualTo(Safetensors.read(file).tensors());
  }

  @Test
  void aPyTorchFileHoldsTheNamesInOrder() {
    Run run = improved();
    ModelExport.of(run, Which.MODEL).toPyTorch(folder.resolve("a.pth"));
    try (WeightFile file = WeightFile.open(folder.resolve("a.pth"))) {
      Map<?, ?> content = (Map<?, ?>) file.content();
      assertThat(List.copyOf(content.keySet()))
          .isEqualTo(List.copyOf(NetworkShapes.of((DiffusionRecipe) run.recipe()).keySet()));
      assertThat(content.values()).allMatch(StoredTensor.class::isInstance);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          diffusers         | ddpm  | attention=2, heads=0, headWidth=8, modulation=add
          diffusers-ddpm    | ddpm  | attention=1, heads=1, modulation=add, lineage=ddpm
          diffusers-sharded | iddpm | attention=2, heads=0, headWidth=8, resampling=residual
          """)
  void aFolderOfDiffusersIsAsPythonWroteIt(String name, String recipe, String network) {
    Run run = imported(name, recipe(recipe, "adm-unet(" + COMMON + network + ")"));
    ModelExport.of(run, Which.EMA).toDiffusers(folder.resolve("out"));

    Map<String, TensorData> exported =
        Safetensors.read(folder.resolve("out/diffusion_pytorch_model.safetensors")).tensors();
    assertThat(exported).isEqualTo(tensors(python.resolve(name)));
    JsonNode ours = Json.read(folder.resolve("out/config.json"), JsonNode.class);
    JsonNode theirs = Json.read(python.resolve(name).resolve("config.json"), JsonNode.class);
    ours.fieldNames()
        .forEachRemaining(
            key -> {
              if (!key.equals("attn_norm_num_groups")) { // 32, which null means there
                assertThat(ours.get(key)).as(key).isEqualTo(theirs.get(key));
              }
            });
    assertThat(ours.size()).isGreaterThan(15);
  }

  private static Map<String, TensorData> tensors(Path folder) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    try (WeightFile file = WeightFile.open(folder)) {
      ((Map<?, ?>) file.content())
          .forEach(
              (name, tensor) ->
                  tensors.put(
                      String.valueOf(name),
                      ((StoredTensor) Objects.requireNonNull(tensor)).load()));
    }
    return tensors;
  }

  /** As files of before diffusers 0.16 have it. */
  @Test
  void oldNamesOfAttentionAreRead() {
    Map<String, TensorData> old = new LinkedHashMap<>();
    tensors(python.resolve("diffusers-ddpm"))
        .forEach(
            (name, tensor) ->
                old.put(
                    name.replace("to_q", "query")
                        .replace("to_k", "key")
                        .replace("to_v", "value")
                        .replace("to_out.0", "proj_attn"),
                    tensor));
    Path file = folder.resolve("old.safetensors");
    Safetensors.write(file, Map.of(), old);
    DiffusionRecipe recipe =
        recipe(
            "ddpm", "adm-unet(" + COMMON + "attention=1, heads=1, modulation=add, lineage=ddpm)");
    Run run = imported("diffusers-ddpm", recipe);
    assertThat(old.keySet()).anyMatch(name -> name.endsWith("proj_attn.weight"));
    assertThat(weights(ModelImport.of(file, recipe).into(folder.resolve("old")).run()))
        .isEqualTo(weights(run));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          simple-unet                                     | no network simple-unet; allowed: adm-unet
          adm-unet(sizes=padded)                          | sizes padded; allowed: exact
          adm-unet(resampling=plain)                      | resampling plain; allowed: convolution or residual
          adm-unet(multipliers=2:2)                       | first of multipliers 2; allowed: 1
          adm-unet(multipliers=1:2, attention=1, heads=2) | 2 heads in levels of 128 and of 256 channels; allowed: 1
          """)
  void saysWhatDiffusersHasNot(String network, String words) {
    assertThatThrownBy(() -> DiffusersModel.of(Spec.parse(network))).hasMessageContaining(words);
  }

  @Test
  void refusesModelsThatDiffusersHasNot() {
    Run run = imported("simple.pth", recipe("ddpm", "simple-unet(width=8, timeWidth=4)"));
    assertThatThrownBy(() -> ModelExport.of(run, Which.EMA).toDiffusers(folder.resolve("out")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("diffusers has no network simple-unet");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
