package io.inkwash.model.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.codec.TiledDecoder;
import io.inkwash.condition.Request;
import io.inkwash.exchange.latent.Lora;
import io.inkwash.exchange.latent.StoredPipeline;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.nn.Conditioning;
import io.inkwash.picture.Picture;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StableDiffusionTest {
  private static final List<String> PROMPTS =
      List.of("a photo of a cat", "an ink drawing of a mountain, 1920");

  @TempDir static Path top;

  private static Path first;
  private static Path second;
  private static Path loras;

  private TensorScope scope;

  @BeforeAll
  static void unpack() throws IOException {
    Torch.init(1);
    first = TinyModels.unpack("tiny1", top);
    second = TinyModels.unpack("tiny2", top);
    loras = TinyModels.unpack("loras", top);
  }

  @BeforeEach
  void open() {
    scope = TensorScope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static GenerateOptions options() {
    return GenerateOptions.defaults()
        .withPrompts(PROMPTS)
        .withNegative(Request.prompts(List.of("blurry")))
        .withGuidance(Spec.parse("classifier-free(weight=3)"))
        .withSteps(10);
  }

  private static Tensor latents(StableDiffusion model) {
    Drawing drawing = model.drawing(options(), Canvas.blank(16, 16));
    LatentDrawing generator = (LatentDrawing) drawing.generator();
    return generator
        .loop()
        .walk(
            TinyModels.start(generator.startScale()),
            generator.model().given(drawing.requested().rows(0, 2)),
            Noise.perImage(Rng.seed(1), 0, 2, 4, 8, 8),
            SamplingLoop.Observer.NONE);
  }

  private static void assertNear(Tensor actual, String name, double tolerance) {
    assertThat(Tensors.toDoubles(actual))
        .as(name)
        .containsExactly(TinyModels.numbers(name), within(tolerance));
  }

  /** Ten steps of two float32 programs, whose tables differ in the last digits. */
  private static final double OF_STEPS = 1e-3;

  private static final double OF_NETWORKS = 1e-4;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ddim",
        "ddim-trailing",
        "pndm",
        "euler",
        "euler-linspace",
        "dpm",
        "dpm-leading",
        "unipc"
      })
  void tenStepsOfVersion1AreDiffusers(String scheduler) throws IOException {
    TinyModels.schedule(first, scheduler);
    try (StableDiffusion model = StableDiffusion.open(first)) {
      assertNear(latents(model), "tiny1." + scheduler, OF_STEPS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddim", "ddim-zero-snr", "euler", "dpm"})
  void tenStepsOfVersion2AreDiffusers(String scheduler) throws IOException {
    TinyModels.schedule(second, "second-" + scheduler);
    try (StableDiffusion model = StableDiffusion.open(second)) {
      assertNear(latents(model), "tiny2." + scheduler, OF_STEPS);
    }
  }

  @ParameterizedTest
  @CsvSource({"tiny1,32,", "tiny2,24,", "tiny1,32,kohya", "tiny1,32,peft", "tiny1,32,older"})
  void networksAreDiffusers(String name, int context, String changes) throws IOException {
    Path folder = name.equals("tiny1") ? first : second;
    String golden = changes == null ? name : "lora";
    try (StoredPipeline stored = StoredPipeline.open(folder);
        Grad off = Grad.off()) {
      Lora lora =
          changes == null
              ? Lora.NONE
              : Lora.read(loras.resolve(changes + ".safetensors"), 0.7, stored);
      try (var unet = stored.unet(lora);
          var autoencoder = stored.autoencoder();
          var text = stored.text(lora)) {
        Conditioning read = new PromptCondition(stored.tokenizer(), text.value()).texts(PROMPTS);
        assertThat(Tensors.shape(read.of(Conditioning.TEXT).orElseThrow()))
            .containsExactly(2, 77, context);
        assertNear(read.of(Conditioning.TEXT).orElseThrow(), golden + ".text", OF_NETWORKS);
        Tensor y =
            unet.value()
                .forward(
                    TinyModels.tensor("x", 2, 4, 8, 8), Tensors.of(new float[] {3, 741}, 2), read);
        assertNear(y, golden + ".unet", OF_NETWORKS);
        assertNear(
            autoencoder.value().encode(TinyModels.tensor("pictures", 1, 3, 16, 16)).mode(),
            golden + ".mean",
            OF_NETWORKS);
        assertNear(
            autoencoder.value().decode(TinyModels.tensor("z", 1, 4, 8, 8)),
            golden + ".decode",
            OF_NETWORKS);
      }
    }
  }

  @Test
  void changesAddUp() {
    StableDiffusion.Change half =
        new StableDiffusion.Change(loras.resolve("kohya.safetensors"), 0.35);
    try (StableDiffusion model =
            StableDiffusion.open(first, List.of(half, half), ComputeDevice.CPU, Precision.FP32);
        StableDiffusion whole =
            StableDiffusion.open(
                first,
                List.of(new StableDiffusion.Change(loras.resolve("peft.safetensors"), 0.7)),
                ComputeDevice.CPU,
                Precision.FP32)) {
      assertThat(Tensors.toDoubles(latents(model)))
          .containsExactly(Tensors.toDoubles(latents(whole)), within(OF_STEPS));
    }
  }

  private static Picture draw(StableDiffusion model, Canvas canvas, long seed) {
    return model
        .drawing(options().withSteps(4).withSeed(seed), canvas)
        .draw(1, 1, StepProgress.NONE)
        .get(0);
  }

  @Test
  void picturesBelongToTheirSeedAndNumber() {
    try (StableDiffusion model = StableDiffusion.open(first)) {
      Drawing drawing = model.drawing(options().withSteps(3).withSeed(5), Canvas.blank(16, 24));
      List<Picture> pictures = drawing.draw(3, 3, StepProgress.NONE);
      assertThat(pictures.get(0).height()).isEqualTo(24);
      List<Picture> one = drawing.draw(3, 1, StepProgress.NONE);
      assertThat(one).isEqualTo(pictures);
      assertThat(pictures.get(0)).isNotEqualTo(pictures.get(2)); // the same prompt, another noise
      assertThat(drawing.requestedNames(0, 3))
          .containsExactly(PROMPTS.get(0), PROMPTS.get(1), PROMPTS.get(0));
    }
  }

  @Test
  void aMaskKeepsTheRest() {
    try (StableDiffusion model = StableDiffusion.open(first)) {
      Picture picture = Picture.filled(3, 16, 16, 100);
      Picture mask = Picture.filled(1, 16, 16, 0);
      mask.paste(Picture.filled(1, 8, 16, 255), 0, 0);
      Picture drawn = draw(model, Canvas.inpaint(picture, mask, 1), 3);
      for (int x = 0; x < 16; x++) {
        assertThat(drawn.at(1, 12, x)).isEqualTo(100);
      }
      assertThat(drawn).isNotEqualTo(picture);
    }
  }

  @Test
  void anInpaintingNetworkReadsMaskAndPicture(@TempDir Path folder) throws IOException {
    Path model = TinyModels.unpack("tiny1", folder);
    Path weights = model.resolve("unet").resolve("diffusion_pytorch_model.fp16.safetensors");
    Map<String, TensorData> tensors = new LinkedHashMap<>(Safetensors.read(weights).tensors());
    float[] wider = new float[32 * 9 * 9];
    for (int i = 0; i < wider.length; i++) {
      wider[i] = (float) Math.sin(i) / 9;
    }
    tensors.put("conv_in.weight", TensorData.ofFloats(wider, 32, 9, 3, 3));
    Safetensors.write(weights, Map.of(), tensors);
    Path config = model.resolve("unet").resolve("config.json");
    Files.writeString(
        config, Files.readString(config).replace("\"in_channels\": 4", "\"in_channels\": 9"));
    try (StableDiffusion opened = StableDiffusion.open(model)) {
      assertThat(opened.readsMask()).isTrue();
      assertThatThrownBy(() -> opened.drawing(options(), Canvas.blank(16, 16)))
          .hasMessageContaining("fills holes in pictures, and no mask is given");
      Picture mask = Picture.filled(1, 16, 16, 0);
      mask.paste(Picture.filled(1, 8, 16, 255), 0, 0);
      Picture dark = draw(opened, Canvas.inpaint(Picture.filled(3, 16, 16, 20), mask, 1), 3);
      Picture light = draw(opened, Canvas.inpaint(Picture.filled(3, 16, 16, 220), mask, 1), 3);
      assertThat(dark.at(0, 12, 3)).isEqualTo(20);
      assertThat(light.at(0, 12, 3)).isEqualTo(220);
      assertThat(dark.at(0, 3, 3))
          .isNotEqualTo(light.at(0, 3, 3)); // the hole knows its surroundings
    }
  }

  @Test
  void aPictureThatNothingIsKeptOfIsAsGoodAsNone() {
    try (StableDiffusion model = StableDiffusion.open(first)) {
      Picture blank = draw(model, Canvas.blank(16, 16), 1);
      Picture gray = Picture.filled(3, 16, 16, 100);
      assertThat(draw(model, Canvas.of(gray, 1), 1)).isEqualTo(blank);
      assertThat(draw(model, Canvas.of(gray, 0.25), 1)).isNotEqualTo(blank);
      Canvas half = Canvas.of(gray, 0.5);
      assertThat(model.drawing(options(), half).generator().steps()).isEqualTo(5);
    }
  }

  @Test
  void tilesAreWhatTheWholeIsWhereThePiecesAgree() throws IOException {
    try (StoredPipeline stored = StoredPipeline.open(first);
        var autoencoder = stored.autoencoder();
        Grad off = Grad.off()) {
      TiledDecoder tiles = new TiledDecoder(autoencoder.value(), 8);
      Tensor small = TinyModels.tensor("z", 1, 4, 8, 8);
      assertNear(tiles.decode(small), "tiny1.decode", OF_NETWORKS);
      // All pieces of constant latents are alike, and above the first overlap there is one alone.
      Tensor flat = Tensors.zeros(1, 4, 20, 8);
      Tensor large = tiles.decode(flat);
      assertThat(Tensors.shape(large)).containsExactly(1, 3, 40, 16);
      Tensor one = autoencoder.value().decode(Tensors.zeros(1, 4, 8, 8));
      assertThat(Tensors.toDoubles(large.narrow(2, 0, 10)))
          .containsExactly(Tensors.toDoubles(one.narrow(2, 0, 10)), within(OF_NETWORKS));
    }
  }
}
