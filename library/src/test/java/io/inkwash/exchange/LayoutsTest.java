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
    LUCIDRAINS_SELF(
        "lucidrains-self",
        "unets/model-self.pt",
        "ddpm",
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
    SCORE_DDPM_BLOCKS(
        "score-ddpm-blocks",
        "unets/score-ddpm-blocks.pth",
        "ddpm",
        "song-unet(width=8, multipliers=1:2:2, blocks=1, attention=2,"
            + " resampling=convolution, sums=plain)"),
    SCORE_DDPM_BLOCKS_PLAIN(
        "score-ddpm-blocks-plain",
        "unets/score-ddpm-blocks-plain.pth",
        "ddpm",
        "song-unet(width=8, multipliers=1:2, blocks=1, attention=2, resampling=plain)"),
    SCORE_DDPM_BLOCKS_FILTER(
        "score-ddpm-blocks-filter",
        "unets/score-ddpm-blocks-filter.pth",
        "ddpm",
        "song-unet(width=8, multipliers=1:2, blocks=1, attention=2, resampling=plain,"
            + " sums=plain, encoder=skip, decoder=skip, filter=smooth)"),
    SCORE_DDPM_BLOCKS_RESIDUAL(
        "score-ddpm-blocks-residual",
        "unets/score-ddpm-blocks-residual.pth",
        "ddpm",
        "song-unet(width=8, multipliers=1:2, blocks=2, attention=2, resampling=convolution,"
            + " sums=plain, encoder=strided, decoder=residual)"),
    SCORE_OUT_SKIP_IN_RESIDUAL(
        "score-out-skip-in-residual",
        "unets/score-out-skip-in-residual.pth",
        "ddpm",
        "song-unet(width=8, multipliers=1:2, blocks=1, attention=2, encoder=residual,"
            + " decoder=skip, filter=smooth)"),
    SCORE_OUT_SKIP_IN_STRIDED(
        "score-out-skip-in-strided",
        "unets/score-out-skip-in-strided.pth",
        "ddpm",
        "song-unet(width=8, multipliers=1:2, blocks=1, attention=2, encoder=strided,"
            + " decoder=skip)"),
    SCORE_OUT_RESIDUAL_IN_SKIP(
        "score-out-residual-in-skip",
        "unets/score-out-residual-in-skip.pth",
        "ddpm",
        "song-unet(width=8, multipliers=1:2, blocks=1, attention=2, encoder=skip,"
            + " decoder=residual)"),
    SCORE_OUT_RESIDUAL_IN_RESIDUAL(
        "score-out-residual-in-residual",
        "unets/score-out-residual-in-residual.pth",
        "ddpm",
        "song-unet(width=8, multipliers=1:2:2, blocks=1, attention=2, encoder=strided,"
            + " decoder=residual, sums=plain)"),
    SCORE_IN_SKIP_CAT(
        "score-in-skip-cat",
        "unets/score-in-skip-cat.pth",
        "ddpm",
        "song-unet(width=8, multipliers=1:2, blocks=1, attention=2, encoder=skip-cat,"
            + " filter=smooth)"),
    SCORE_IN_SKIP_CAT_OUT_SKIP(
        "score-in-skip-cat-out-skip",
        "unets/score-in-skip-cat-out-skip.pth",
        "ddpm",
        "song-unet(width=8, multipliers=1:1:2, blocks=1, attention=2, encoder=skip-cat,"
            + " decoder=skip)"),
    SCORE_DDPM(
        "score-ddpm",
        "unets/score-ddpm.pth",
        "ddpm",
        "song-unet(width=128, multipliers=1:1, blocks=1, attention=0, resampling=convolution,"
            + " sums=plain)"),
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

    String file() {
      return file;
    }

    /** Makes a run of it. */
    ModelImport.Outcome imported(Path python, Path run) {
      DiffusionRecipe base = Settings.apply(Recipes.diffusion(recipe), Map.of("network", network));
      return ModelImport.of(python.resolve(file), base).sized(8).into(run);
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
    ModelImport.Outcome outcome = which.imported(python, folder.resolve("run"));

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
