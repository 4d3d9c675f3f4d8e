package io.inkwash.exchange.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.file.Weights;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime makes of a file what the network makes here. */
class OnnxFileTest {
  private static final long[] IMAGES = {2, 3, 8, 8};

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  private static DiffusionRecipe recipe(String name, String network, int classes) {
    List<String> names = List.of("a", "b", "c").subList(0, classes);
    return Settings.apply(
        Recipes.diffusion(name),
        new ImageSpec(3, 8, 8, PixelRange.SYMMETRIC, names),
        Map.of("network", network));
  }

  /** Small numbers everywhere, since last layers start at zero. */
  private static void draw(StateDict weights) {
    int number = 0;
    for (Tensor tensor : weights.values()) {
      long[] shape = Tensors.shape(tensor);
      tensor.copy_(Rng.seed(3).at(number++).normal(shape).mul(new Scalar(0.2)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ddpm | 0 | simple-unet(width=8, timeWidth=8)",
        "ddpm | 3 | simple-unet(width=8, timeWidth=4)",
        "ddpm | 3 | compact-unet(width=32, blocks=2, middle=2)",
        "iddpm | 0 | compact-unet(width=32, attention=true)",
        "iddpm | 3 | adm-unet(width=32, multipliers=1:2, blocks=2, attention=2, heads=0, headWidth=16,"
            + " order=new, resampling=residual)",
        "ddpm | 0 | adm-unet(width=32, multipliers=1:1:2, blocks=1, attention=1:4, heads=2,"
            + " modulation=add, lineage=ddpm)",
        "ddpm | 0 | adm-unet(width=32, multipliers=1:1, blocks=1, attention=0, resampling=plain)",
      })
  void saysWhatTheNetworkSays(String name, int classes, String network) throws OrtException {
    DiffusionRecipe recipe = recipe(name, network, classes);
    Path file = folder.resolve("network.onnx");
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Backbone built = recipe.network(DiffusionMethod.of(recipe).variance().parts());
      draw(built.stateDict());
      built.eval();
      OnnxFile.write(file, recipe, Weights.of(built.stateDict()));
      Tensor x = Rng.seed(2).normal(IMAGES);
      float[] levels = {3, 741};
      Conditioning conditioning =
          classes == 0 ? Conditioning.none() : Conditioning.classes(2, Conditioning.NULL_CLASS);
      Tensor y = built.forward(x, Tensors.of(levels, 2), conditioning);
      float[] expected = Tensors.toFloats(y);
      float most = Math.max(1, (float) Tensors.item(y.abs().max()));
      assertThat(run(file, Tensors.toFloats(x), levels, classes))
          .containsExactly(expected, within(1e-4f * most));
      assertThat(Tensors.item(y.std())).isPositive();
    }
  }

  private static float[] run(Path file, float[] x, float[] levels, int classes)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(file.toString(), options)) {
        assertThat(session.getMetadata().getCustomMetadata()).containsKey("model.target");
        Map<String, OnnxTensor> inputs = new HashMap<>();
        inputs.put("x", OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), IMAGES));
        inputs.put(
            "noise_level",
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(levels), new long[] {2}));
        if (classes > 0) {
          inputs.put(
              "classes",
              OnnxTensor.createTensor(
                  environment, LongBuffer.wrap(new long[] {2, -1}), new long[] {2}));
        }
        try (OrtSession.Result result = session.run(inputs)) {
          FloatBuffer y = ((OnnxTensor) result.get(0)).getFloatBuffer();
          float[] values = new float[y.remaining()];
          y.get(values);
          return values;
        } finally {
          inputs.values().forEach(OnnxTensor::close);
        }
      }
    }
  }

  @Test
  void networksWithoutAGraphAreRefused() {
    DiffusionRecipe other = recipe("ddpm", "linear-unet(width=8, multipliers=1:2)", 0);
    assertThatThrownBy(() -> OnnxFile.write(folder.resolve("x"), other, Map.of()))
        .hasMessage(
            "the network linear-unet has no ONNX graph; allowed: adm-unet, compact-unet,"
                + " simple-unet");
    DiffusionRecipe padded = recipe("ddpm", "adm-unet(sizes=padded)", 0);
    assertThatThrownBy(() -> OnnxFile.write(folder.resolve("x"), padded, Map.of()))
        .hasMessageContaining("pads pictures to any size");
  }
}
