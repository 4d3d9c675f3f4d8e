package io.inkwash.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.inkwash.model.SavedWeights.Which;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong file is refused in one line that says what to do, and no run is made. */
class WrongFilesTest {
  @TempDir static Path python;
  @TempDir Path folder;

  @BeforeAll
  static void unpack() {
    Torch.init(1);
    PythonFiles.unpack(python);
  }

  /** Wrong files that no program has to write. */
  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("empty.pt"), "");
    Files.writeString(folder.resolve("page.pt"), "<!DOCTYPE html><html></html>");
    Files.writeString(folder.resolve("pointer.pt"), "version https://git-lfs.github.com/spec/v1\n");
    Files.writeString(folder.resolve("keras.h5"), "\u0089HDF", StandardCharsets.ISO_8859_1);
    Files.writeString(folder.resolve("model.gguf"), "GGUF");
    Files.writeString(folder.resolve("settings.json"), "{}");
    Files.writeString(folder.resolve("poem.pth"), "Shall I compare thee to a summer's day?");
    Files.writeString(folder.resolve("cut.safetensors"), "\u0008\0\0\0");
    Files.writeString(folder.resolve("no.index.json"), "{}");
    Files.writeString(
        folder.resolve("part.index.json"), "{\"weight_map\": {\"a\": \"part-1.safetensors\"}}");
    Files.writeString(
        folder.resolve("up.index.json"), "{\"weight_map\": {\"a\": \"../part.safetensors\"}}");
    Files.createDirectory(folder.resolve("nothing"));
    Files.createDirectory(folder.resolve("several"));
    Files.writeString(folder.resolve("several/1.pt"), "");
    Files.writeString(folder.resolve("several/2.pt"), "");
    Files.createDirectory(folder.resolve("a-run"));
    Files.writeString(folder.resolve("a-run/recipe.json"), "{}");
  }

  private static DiffusionRecipe recipe() {
    return Settings.apply(
        Recipes.diffusion("ddpm"), Map.of("network", "simple-unet(width=8, timeWidth=4)"));
  }

  private String refusal(ModelImport plan) {
    Path run = folder.resolve("run");
    Throwable error = catchThrowable(() -> plan.into(run));
    assertThat(error).isNotNull();
    assertThat(run).doesNotExist();
    assertThat(error.getMessage().lines()).hasSize(1);
    return error.getMessage();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          system.pt    | names posix.system, which would run code | torch.save(model.state_dict(), FILE)
          eval.pt      | names builtins.eval, which would run code | torch.save(model.state_dict(), FILE)
          module.pt    | names torch.nn.modules.linear.Linear | torch.save(model.state_dict(), FILE)
          legacy.pt    | from before version 1.6 | torch.save(torch.load(FILE), NEW_FILE)
          plain.pkl    | is a plain pickle | torch.save(model.state_dict(), FILE)
          script.pt    | is a TorchScript program | torch.save(model.state_dict(), FILE)
          cut.pt       | is a damaged or cut off zip | copy it again
          packed.pt.gz | is packed by gzip | unpack it
          weights.tar  | is a tar archive | unpack it
          array.npy    | is a NumPy array | allowed: PyTorch files and safetensors
          other.zip    | is a zip without data.pkl | give a file of torch.save
          lacks.pt     | lacks its numbers data/0 | copy it again
          short.pt     | bytes in data/0 where | copy it again
          pickle.pt    | has a damaged pickle | copy it again
          big.pt       | has numbers in byte order "lit" | allowed: little
          optimizer.pt | holds no weights of a network | give the file with the state dict
          lora.pt      | holds a LoRA | merge it
          edm.pt       | holds a network of EDM | that is no SongUNet
          other.pt     | unknown network: "backbone.weight" | known layouts: adm, diffusers, simple-unet
          integers.pt  | is I32[ | save the weights as floating point
          nan.pt       | holds NaN | take an earlier checkpoint
          """)
  void refusesFilesOfPython(String file, String what, String remedy) {
    assertThat(refusal(ModelImport.of(python.resolve("wrong").resolve(file), recipe())))
        .contains(file, what, remedy);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          absent.pt       | cannot be read | no such file
          empty.pt        | is empty | download it again
          page.pt         | is a web page | download the file itself
          pointer.pt      | is a pointer of Git LFS | git lfs pull
          keras.h5        | is an HDF5 file | allowed: PyTorch files and safetensors
          model.gguf      | is a GGUF file | allowed: PyTorch files and safetensors
          settings.json   | is a JSON file | name the weights
          poem.pth        | is no file of weights | allowed: PyTorch files and safetensors
          cut.safetensors | cut.safetensors | bytes
          no.index.json   | has no weight_map | allowed: tensor names
          part.index.json | lacks its part part-1.safetensors | copy that file
          up.index.json   | names the part "../part.safetensors" | allowed: files beside it
          nothing         | holds no weights | allowed: a file that ends in .safetensors
          several         | holds 2 .pt files | name one of them
          a-run           | is a run already | draw from it
          """)
  void refusesOtherFiles(String file, String what, String remedy) {
    assertThat(refusal(ModelImport.of(folder.resolve(file), recipe())))
        .contains(file, what, remedy);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fir-ddpm.pth      | doubles by convolutions with a filter | cannot evaluate either
          fir-residual.pth  | doubles by convolutions with a filter | cannot evaluate either
          unconditional.pth | score_sde that does not know the noise level | score_sde
          """)
  void refusesNetworksOfScoreSde(String file, String what, String why) {
    assertThat(refusal(ModelImport.of(python.resolve("unets/wrong").resolve(file), recipe())))
        .contains(file, what, why);
  }

  /** The pickle would make the file {@code ran} in the working directory. */
  @Test
  void runsNothing() {
    refusal(ModelImport.of(python.resolve("wrong/system.pt"), recipe()));
    assertThat(Path.of("ran")).doesNotExist();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "_class_name": "UNet2DModel" | "_class_name": "UNet2DConditionModel" | a UNet2DConditionModel; allowed: UNet2DModel
          "act_fn": "silu" | "act_fn": "gelu" | act_fn gelu; allowed: silu
          "freq_shift": 1  | "freq_shift": 0 | allowed together: true, 0, 1e-5, 1 or false, 1, 1e-6, 0
          """)
  void refusesSettingsOfOtherNetworks(String old, String with, String words) throws IOException {
    Path source = python.resolve("diffusers-ddpm");
    Path copy = Files.createDirectory(folder.resolve("copy"));
    String weights = "diffusion_pytorch_model.bin";
    Files.copy(source.resolve(weights), copy.resolve(weights));
    String config = Files.readString(source.resolve("config.json"));
    String changed = config.replace(old, with);
    assertThat(changed).isNotEqualTo(config);
    Files.writeString(copy.resolve("config.json"), changed);
    assertThat(refusal(ModelImport.of(copy, recipe()))).contains(words);
  }

  @Test
  void namesTheLayersThatDisagreeShortestFirst() {
    Path fewer = python.resolve("wrong/fewer.pt");
    assertThat(refusal(ModelImport.of(fewer, recipe())))
        .contains(
            "not the one of recipe ddpm (simple-unet): mid2.conv.bias is missing, mid2.norm.bias is"
                + " missing, mid2.conv.weight is missing, and 3 more");
  }

  @Test
  void namesTheRecipeThatFits() {
    ModelImport plan = ModelImport.of(python.resolve("simple.pth"), Recipes.diffusion("ddpm"));
    MisfitException error =
        (MisfitException) catchThrowable(() -> plan.into(folder.resolve("run")));
    MisfitException.Fit fit = error.fit().orElseThrow();
    assertThat(fit.network().orElseThrow()).hasToString("simple-unet(width=8, timeWidth=4)");
    DiffusionRecipe fitting =
        Settings.apply(
            Recipes.diffusion(fit.recipe()), Map.of("network", fit.network().get().toString()));
    assertThat(
            ModelImport.of(python.resolve("simple.pth"), fitting)
                .into(folder.resolve("run"))
                .parameters())
        .isPositive();
  }

  @Test
  void saysWhichWeightsThereAre() {
    ModelImport plan =
        ModelImport.of(python.resolve("wrappers/plain.pth"), recipe()).taking(Which.EMA);
    assertThat(refusal(plan)).contains("holds no averaged weights, only the file");
    MisfitException error =
        (MisfitException) catchThrowable(() -> plan.into(folder.resolve("run")));
    assertThat(error.others()).contains(Which.MODEL);
  }
}
