package io.inkwash.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.model.Run;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.train.Checkpoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks that other programs saved make here what they made there. */
class LayoutsTest {

  /** Two float32 programs that sum in different orders, over a few dozen layers. */
  private static final double TOLERANCE = 1e-4;

  @TempDir static Path python;
  @TempDir Path folder;

  /** A file of Python's and the recipe that it is imported for. */
  enum Case {
    GUIDED(
        "guided",
        "guided.pt",
        "iddpm",
        "adm-unet(width=32, multipliers=1:1, blocks=1, attention=2, heads=0, headWidth=16,"
            + " order=new, resampling=residual)"),
    IMPROVED(
        "improved",
        "ema_0.9999_000010.pt",
        "ddpm",
        "adm-unet(width=32, multipliers=1:1, blocks=1, attention=2, heads=2, modulation=add)"),
    DIFFUSERS(
        "diffusers",
        "diffusers",
        "ddpm",
        "adm-unet(width=32, multipliers=1:1, blocks=1, attention=2, heads=0, headWidth=8,"
            + " modulation=add)"),
    DIFFUSERS_DDPM(
        "diffusers-ddpm",
        "diffusers-ddpm",
        "ddpm",
        "adm-unet(width=32, multipliers=1:1, blocks=1, attention=1, heads=1, modulation=add,"
            + " lineage=ddpm)"),
    DIFFUSERS_SHARDED(
        "diffusers-sharded",
        "diffusers-sharded",
        "iddpm",
        "adm-unet(width=32, multipliers=1:1, blocks=1, attention=2, heads=0, headWidth=8,"
            + " order=new, resampling=residual)"),
    SIMPLE("simple", "simple.pth", "ddpm", "simple-unet(width=8, timeWidth=4)"),
    LUCIDRAINS(
        "lucidrains", "unets/model-10.pt", "ddpm", "linear-unet(width=16, multipliers=1:2:2)"),
    LUCIDRAINS_LEARNED(
        "lucidrains-learned",
        "unets/model-learned.pt",
        "iddpm",
        "linear-unet(width=8, multipliers=1:2, heads=2, headWidth=8)"),
    DDPMPP(
        "ddpmpp",
        "unets/ddpmpp.pth",
        "ddpm",
        "song-unet(width=8, multipliers=1:2:2, blocks=1, attention=2)"),
    NCSNPP(
        "ncsnpp",
        "unets/ncsnpp.pth",
        "ve-sde",
        "song-unet(width=8, multipliers=1:2, blocks=2, attention=1, embedding=fourier,"
            + " encoder=residual, filter=smooth, pixels=unit, output=over-sigma)"),
    NCSNPP_SKIP(
        "ncsnpp-skip",
        "unets/ncsnpp-skip.pth",
        "ve-sde",
        "song-unet(width=8, multipliers=1:2, blocks=1, attention=2, embedding=fourier, encoder=skip,"
            + " decoder=skip, filter=smooth, pixels=unit, output=over-sigma)"),
    SONG_DDPMPP(
        "song-ddpmpp",
        "unets/song-ddpmpp.pt",
        "edm",
        "song-unet(width=8, multipliers=1:2, blocks=1, attention=2)"),
    SONG_NCSNPP(
        "song-ncsnpp",
        "unets/song-ncsnpp.pt",
        "edm",
        "song-unet(width=8, multipliers=1:2, blocks=1, attention=2, embedding=fourier,"
            + " encoder=residual, filter=smooth)");

    private final String name;
    private final String file;
    private final String recipe;
    private final String network;

    Case(String name, String file, String recipe, String network) {
      this.name = name;
      this.file = file;
      this.recipe = recipe;
      this.network = network;
    }
  }

  @BeforeAll
  static void unpack() {
    Torch.init(1);
    PythonFiles.unpack(python);
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void makesWhatPythonMade(Case which) {
    DiffusionRecipe recipe =
        Settings.apply(Recipes.diffusion(which.recipe), Map.of("network", which.network));
    Path out = folder.resolve("run");
    ModelImport.Outcome outcome =
        ModelImport.of(python.resolve(which.file), recipe).sized(8).into(out);

    Map<String, TensorData> answers = PythonFiles.answers(python);
    float[] expected = answers.get(which.name + ".y").toFloats();
    float[] actual = output(outcome.run(), answers, which.name);
    assertThat(actual).containsExactly(expected, within((float) TOLERANCE));
    assertThat(spread(expected)).as("not all alike").isGreaterThan(0.1);
  }

  private static float[] output(Run run, Map<String, TensorData> answers, String name) {
    DiffusionRecipe recipe = (DiffusionRecipe) run.recipe();
    try (TensorScope scope = TensorScope.open()) {
      Backbone network = recipe.network(DiffusionMethod.of(recipe).variance().parts());
      Path checkpoint = run.directory().newest().orElseThrow();
      network.stateDict().load(Weights.stateDict(Checkpoint.readTensors(checkpoint, "ema")), "ema");
      network.train(false);
      TensorData classes = answers.get(name + ".classes");
      Tensor y =
          network.forward(
              Weights.tensor(answers.get(name + ".x")),
              name.startsWith("ncsnpp") // score_sde gives levels, and takes their logarithms itself
                  ? Weights.tensor(answers.get(name + ".t")).log()
                  : Weights.tensor(answers.get(name + ".t")),
              classes == null
                  ? Conditioning.none()
                  : Conditioning.classes(
                      Arrays.stream(classes.toLongs()).mapToInt(Math::toIntExact).toArray()));
      return Tensors.toFloats(y);
    }
  }

  private static double spread(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return Math.sqrt(squares / values.length - mean * mean);
  }
}
