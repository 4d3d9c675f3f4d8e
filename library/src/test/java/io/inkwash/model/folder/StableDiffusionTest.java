package io.inkwash.model.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.codec.TiledDecoder;
import io.inkwash.condition.Request;
import io.inkwash.exchange.latent.Lora;
import io.inkwash.exchange.latent.StoredPipeline;
import io.inkwash.generate.DecodedGenerator;
import io.inkwash.generate.DiffusionGenerator;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.Editing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.text.ClipVectors;
import io.inkwash.picture.Picture;
import io.inkwash.prediction.Targets;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.restore.Measurement;
import io.inkwash.restore.Prior;
import io.inkwash.restore.Replacement;
import io.inkwash.restore.Restoration;
import io.inkwash.restore.degradation.Masked;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
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

  private static final Scalar ONE = new Scalar(1.0);

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
    Drawing drawing = model.drawing(options(), model.stored().pictures(16, 16));
    DiffusionGenerator generator =
        (DiffusionGenerator) ((DecodedGenerator) drawing.generator()).latents();
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
        "ddim-clipped",
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
        Grad off = Grad.off();
        Autocast cast = Precision.FP32.enterStored()) {
      Lora lora =
          changes == null
              ? Lora.NONE
              : Lora.read(loras.resolve(changes + ".safetensors"), 0.7, stored);
      try (var unet = stored.unet(lora);
          var autoencoder = stored.autoencoder();
          var text = stored.text(lora)) {
        Conditioning read =
            new PromptCondition(stored.tokenizer(), new ClipVectors(text.value())).texts(PROMPTS);
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

  /** Matrices and kernels stay as they are stored; norms, biases and what a LoRA changes do not. */
  @Test
  void halvesStayHalves() {
    try (StoredPipeline stored = StoredPipeline.open(first);
        var plain = stored.unet(Lora.NONE);
        var changed = stored.unet(Lora.read(loras.resolve("kohya.safetensors"), 1, stored))) {
      String key = "input_blocks.1.1.transformer_blocks.0.attn1.to_q.weight";
      assertThat(plain.value().stateDict().get(key).scalar_type().intern())
          .isEqualTo(ScalarType.Half);
      assertThat(changed.value().stateDict().get(key).scalar_type().intern())
          .isEqualTo(ScalarType.Float);
      assertThat(plain.value().stateDict().get("out.0.weight").scalar_type().intern())
          .isEqualTo(ScalarType.Float);
      assertThat(plain.numbers()).isNotEmpty();
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

  @Test
  void picturesBelongToTheirSeedAndNumber() {
    try (StableDiffusion model = StableDiffusion.open(first)) {
      Drawing drawing =
          model.drawing(options().withSteps(3).withSeed(5), model.stored().pictures(16, 24));
      List<Picture> pictures = drawing.draw(3, 3, StepProgress.NONE);
      assertThat(pictures.get(0).height()).isEqualTo(24);
      List<Picture> one = drawing.draw(3, 1, StepProgress.NONE);
      assertThat(one).isEqualTo(pictures);
      assertThat(pictures.get(0)).isNotEqualTo(pictures.get(2)); // the same prompt, another noise
      assertThat(drawing.requestedNames(0, 3))
          .containsExactly(PROMPTS.get(0), PROMPTS.get(1), PROMPTS.get(0));
      assertThat(drawing.film(StepProgress.NONE))
          .hasSize(4)
          .allMatch(f -> f.picture().width() == 16);
    }
  }

  private static GenerateOptions one(int steps) {
    return options().withPrompts(PROMPTS.subList(0, 1)).withSteps(steps);
  }

  private static Prior prior(StableDiffusion model, GenerateOptions options) {
    return model.prior(options, model.stored().pictures(16, 16));
  }

  /** The upper half of 16x16 pixels is missing. */
  private static Restoration torn(Prior prior, long seed) {
    return Restoration.of(
        prior, Catalog.DEGRADATIONS.make(Spec.parse("half(missing=top)")), 0, seed);
  }

  private static Picture completed(StableDiffusion model, Picture picture, String method) {
    return torn(prior(model, one(4)), 3)
        .restore(Spec.parse(method), List.of(picture), 1, StepProgress.NONE)
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replacement", "ddnm", "ddrm", "repaint(jump=1,resamples=2)", "dps"})
  void aHoleIsFilledAndTheRestStays(String method) {
    try (StableDiffusion model = StableDiffusion.open(first)) {
      Picture picture = Picture.filled(3, 16, 16, 100);
      picture.paste(Picture.filled(3, 8, 16, 200), 0, 0);
      Picture filled = completed(model, picture, method);
      for (int x = 0; x < 16; x++) {
        assertThat(filled.at(1, 12, x)).isEqualTo(100);
      }
      assertThat(filled).isNotEqualTo(picture);
      // What a hole hides is never seen.
      assertThat(completed(model, Picture.filled(3, 16, 16, 100), method)).isEqualTo(filled);
    }
  }

  /** The latents of the known part, with the noise of each step, as diffusers' legacy pipeline. */
  @Test
  void replacementPutsTheKnownLatentsIn() {
    try (StableDiffusion model = StableDiffusion.open(first)) {
      Prior prior = prior(model, one(4));
      Tensor known = prior.tensor(List.of(Picture.filled(3, 16, 16, 100)));
      Masked lower = new Masked(Tensors.cat(0, Tensors.zeros(4, 8), Tensors.zeros(4, 8).add(ONE)));
      List<Double> offs = new ArrayList<>();
      Solver solver = new Replacement(prior.sampler().solver(), Measurement.exact(lower, known));
      SamplingLoop loop = new SamplingLoop(prior.path(), solver, prior.sampler().times());
      loop.draw(
          prior.denoiser(),
          Rng.seed(1),
          0,
          (step, t, s, x) -> {
            if (s == 0) {
              return;
            }
            Tensor off = x.sub(known.mul(new Scalar(prior.path().alpha(s)))).narrow(2, 4, 4);
            offs.add(Tensors.item(off.square().mean()) / Math.pow(prior.path().sigma(s), 2));
          },
          Tensors.shape(known));
      // Unit noise times sigma: the mean square of 128 normal numbers.
      assertThat(offs).hasSize(3).allSatisfy(off -> assertThat(off).isBetween(0.6, 1.5));
    }
  }

  @Test
  void anInpaintingNetworkReadsMaskAndPicture(@TempDir Path folder) throws IOException {
    try (StableDiffusion model = StableDiffusion.open(TinyModels.inpainting(folder))) {
      assertThat(model.stored().readsHoles()).isTrue();
      assertThatThrownBy(() -> model.drawing(options()))
          .hasMessageContaining("fills holes in pictures, and here is none");
      assertThatThrownBy(() -> new Editing(prior(model, one(4)), 0.5, 1))
          .hasMessageContaining("edit of a model that fills holes");
      Picture dark = completed(model, Picture.filled(3, 16, 16, 20), "replacement");
      Picture light = completed(model, Picture.filled(3, 16, 16, 220), "replacement");
      assertThat(dark.at(0, 12, 3)).isEqualTo(20);
      assertThat(light.at(0, 12, 3)).isEqualTo(220);
      assertThat(dark.at(0, 3, 3)).isNotEqualTo(light.at(0, 3, 3)); // it knows its surroundings
      readsTheHole(model);
    }
  }

  /** The mask, and then the latents of the picture with a gray hole, beside the noisy latents. */
  private static void readsTheHole(StableDiffusion model) {
    Prior prior = prior(model, GenerateOptions.defaults().withGuidance(Spec.parse("none")));
    Tensor x = TinyModels.tensor("start", 2, 4, 8, 8);
    Tensor known = TinyModels.tensor("z", 1, 4, 8, 8).expand(2, 4, 8, 8);
    Tensor missing = Tensors.zeros(1, 1, 8, 8);
    Tensor none = prior.holes().orElseThrow().of(missing, known).denoise(x, 500).x0();
    Tensor all = prior.holes().get().of(missing.add(ONE), known).denoise(x, 500).x0();
    Tensor other = prior.holes().get().of(missing, known.add(ONE)).denoise(x, 500).x0();
    assertThat(Tensors.toDoubles(all)).isNotEqualTo(Tensors.toDoubles(none));
    assertThat(Tensors.toDoubles(other)).isNotEqualTo(Tensors.toDoubles(none));
  }

  private static Picture edited(StableDiffusion model, Picture picture, double strength) {
    Prior prior = prior(model, one(8));
    Tensor images = prior.tensor(List.of(picture));
    return prior
        .pictures(new Editing(prior, strength, 1).edit(images, 0, StepProgress.NONE))
        .get(0);
  }

  @Test
  void editsChangeMoreTheStrongerTheyAre() {
    try (StableDiffusion model = StableDiffusion.open(first)) {
      Picture gray = Picture.filled(3, 16, 16, 100);
      Picture weak = edited(model, gray, 0.25);
      assertThat(weak).isNotEqualTo(edited(model, gray, 0.75));
      assertThat(edited(model, gray, 0.25)).isEqualTo(weak);
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    try (StableDiffusion model = StableDiffusion.open(first)) {
      assertThatThrownBy(() -> model.stored().pictures(18, 16))
          .hasMessageContaining("cannot draw pictures of 18x16; allowed: multiples of 4");
      assertThatThrownBy(() -> prior(model, options()))
          .hasMessageContaining("edits and repairs are for one request");
      assertThatThrownBy(
              () ->
                  prior(
                      model, one(4).withGuidance(Spec.parse("adaptive-projected(momentum=-0.5)"))))
          .hasMessageContaining("allowed for edits and repairs: momentum=0");
      assertThatThrownBy(() -> model.drawing(options().withThreshold(Spec.parse("clamp"))))
          .hasMessageContaining("threshold clamp limits pixels");
      assertThatThrownBy(() -> model.drawing(options().withGuidance(Spec.parse("none"))))
          .hasMessageContaining("a negative prompt acts by guidance, and there is none");
      assertThat(model.stored().predicting(Targets.v()).form().scheduler().target())
          .isEqualTo(Targets.v());
      Prior prior = prior(model, one(4));
      assertThatThrownBy(
              () -> Restoration.of(prior, Catalog.DEGRADATIONS.make(Spec.parse("gaussian")), 0, 0))
          .hasMessageContaining("deblur needs a model that works in pixels");
      assertThatThrownBy(() -> torn(prior, 0).withNoise(0.1).check(Spec.parse("ddrm")))
          .hasMessageContaining("noise is 0.1, and how it changes latents is not known");
      assertThatThrownBy(() -> torn(prior, 0).check(Spec.parse("mean-image")))
          .hasMessageContaining("mean-image is of pixels, and this model works in latents")
          .hasMessageContaining("there are ddnm, ");
      assertThat(torn(prior, 0).usualMethod()).isEqualTo(Spec.parse("replacement"));
    }
  }

  @Test
  void tilesAreWhatTheWholeIsWhereThePiecesAgree() throws IOException {
    try (StoredPipeline stored = StoredPipeline.open(first);
        var autoencoder = stored.autoencoder();
        Grad off = Grad.off();
        Autocast cast = Precision.FP32.enterStored()) {
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
