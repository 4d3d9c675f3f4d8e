package io.inkwash.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.NetworkFactory;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.Trainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything follows the device: on libtorch's meta device an operation of a meta tensor and one of
 * the CPU throws, so a tensor that is made on the CPU by mistake is found without a GPU.
 *
 * <p>libtorch has no convolution and no embedding there, so the network is one of linear layers.
 * That no network makes tensors past {@link Tensors} is a rule of the architecture tests.
 */
class DeviceTest {
  private static final int SIDE = 16;

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
    Catalog.NETWORKS.register(
        "linear-of-device-test",
        new NetworkFactory(1, (images, textWidth, outputs) -> new Linear(images.height(), outputs)),
        "a linear map of each row");
  }

  /** A network that mixes the pixels of a row of the first channel with the noise level. */
  private static final class Linear extends Backbone {
    private final int outputs;
    private final LinearImpl rows;
    private final LinearImpl level;

    Linear(int side, int outputs) {
      this.outputs = outputs;
      rows = child("rows", new LinearImpl(side, side));
      level = child("level", new LinearImpl(1, side));
    }

    @Override
    public Set<String> accepts() {
      return Set.of(Conditioning.INTERVAL);
    }

    @Override
    public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
      Tensor shift = level.forward(noiseLevel.unsqueeze(1)).view(-1, 1, 1, SIDE);
      return rows.forward(x.narrow(1, 0, 1)).add(shift).repeat(1, outputs, 1, 1);
    }
  }

  /** The small recipes of every family: others differ in numbers only. */
  static List<String> recipes() {
    return Recipes.all().stream()
        .filter(recipe -> recipe instanceof DiffusionRecipe)
        .map(Recipe::name)
        .filter(name -> name.endsWith("-small"))
        .filter(
            name -> !name.equals("iddpm-small")) // its bound needs where, which has no meta kernel
        .toList();
  }

  private static Recipe tiny(String name) {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("training.batch", "4");
    changes.put("model.network", "linear-of-device-test");
    changes.put("model.text", "none");
    changes.put("sampling.guidance", "none"); // towards captions
    changes.put("model.codec", "pixels");
    Recipe recipe = Recipes.named(name);
    Map<String, String> settings = Settings.of(recipe);
    Stream.of("sampling.steps=3", "sampling.grid=trailing")
        .map(change -> change.split("=", 2))
        .filter(change -> settings.containsKey(change[0]) && settings.get("sampling.grid") != null)
        .forEach(change -> changes.put(change[0], change[1]));
    ImageSpec data = new ImageSpec(1, SIDE, SIDE, recipe.data().range());
    return Settings.apply(recipe.withData(data), changes);
  }

  private static ImageSource digits() {
    return DataSets.open("digits", Split.TEST, DataOptions.defaults().withSize(SIDE).withLimit(40));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aTrainingStepAndAPreviewStayOnTheDevice(String name) {
    Recipe recipe = tiny(name);
    Path run = folder.resolve(name);
    ImageSource source = digits();
    Provenance provenance =
        Provenance.now(DataLocation.of("digits", run), source, 1, Precision.FP32, 1, "meta");
    try (TrainingRun training = new TrainingRun(recipe, source, provenance)) {
      Trainer.Outcome outcome =
          training.train(
              Run.begin(run, recipe, provenance).directory(),
              Budget.steps(2),
              new Trainer.Intervals(10, 1, 1, 0),
              () -> false,
              (line, loss, progress) -> {});
      assertThat(outcome.line()).isNotNull();
    }
    OpenOptions options = OpenOptions.defaults().withDevice(ComputeDevice.parse("meta"));
    try (DrawingModel model = Model.open(run, options)) {
      List<Picture> drawn = model.generate().draw(2);
      assertThat(drawn).hasSize(2);
    }
  }

  /** The test can fail: one tensor on the CPU is enough. */
  @Test
  void aTensorOfTheProcessorIsRefusedAmongOthers() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor cpu = Tensors.zeros(3);
      try (ComputeDevice.Use use = ComputeDevice.parse("meta").enter()) {
        Tensor meta = Tensors.zeros(3);
        assertThat(Tensors.toFloats(meta)).containsExactly(0, 0, 0);
        assertThatThrownBy(() -> meta.add(cpu)).isInstanceOf(RuntimeException.class);
      }
    }
  }

  @Test
  void devicesAreParsedAndRefused() {
    assertThat(ComputeDevice.parse("cpu")).isEqualTo(ComputeDevice.CPU).hasToString("cpu");
    for (String wrong : List.of("gpu", "cuda:", "cuda:-1", "cpu:1", "CUDA", "cuda:9999")) {
      assertThatThrownBy(() -> ComputeDevice.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("device ")
          .hasMessageContaining("allowed: ");
    }
  }
}
