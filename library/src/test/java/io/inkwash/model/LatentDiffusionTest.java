package io.inkwash.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.codec.AutoencoderCodec;
import io.inkwash.codec.LatentSet;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.file.FileException;
import io.inkwash.generate.Editing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.NewRun;
import io.inkwash.restore.Prior;
import io.inkwash.restore.Restoration;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Precision;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny autoencoder, and a model of captions that works in its latents. */
class LatentDiffusionTest {
  private static final int SIDE = 8;
  private static final String AUTOENCODER = "kl(channels=32:32,blocks=1)";

  @TempDir static Path folder;

  private static Path autoencoder;

  @BeforeAll
  static void anAutoencoder() {
    Torch.init(1);
    autoencoder = autoencoder("autoencoder", 7, 250);
  }

  private static Path autoencoder(String name, long seed, int steps) {
    Recipe recipe =
        Settings.apply(
                Recipes.named("autoencoder-small"),
                Map.of(
                    "model.autoencoder", AUTOENCODER,
                    "discriminator.features", "8",
                    "training.batch", "8",
                    "loss.adversarialWeight", "0",
                    "perceptual", "none",
                    "learning.learningRate.rate", "4e-3",
                    "learning.ema", "0.9"))
            .fitted(digits(), false);
    return train(name, recipe, seed, steps, steps);
  }

  /** Four digits with a caption each. */
  private static ImageSource digits() {
    return ((StoredImages)
            DataSets.open("digits", Split.TEST, DataOptions.defaults().withSize(SIDE).withLimit(4)))
        .withCaptions(List.of("a zero", "a one", "a two", "a three"));
  }

  private static Recipe recipe(Map<String, String> more) {
    Map<String, String> settings =
        new LinkedHashMap<>(
            Map.of(
                "model.codec", Run.open(autoencoder).codec().toString(),
                "network", "conditional-unet(channels=32,attention=1)",
                "text", "transformer(width=32,layers=1,heads=2,length=6)",
                "training.batch", "16",
                "learningRate.warmup", "10",
                "learning.ema", "0.95",
                "sampling.steps", "10"));
    settings.putAll(more);
    return Settings.apply(Recipes.named("text-latent-small"), settings).fitted(digits(), false);
  }

  private static Path train(String name, Recipe recipe, long seed, int budget, int stopAfter) {
    Path run = folder.resolve(name);
    ImageSource source = digits();
    Provenance provenance =
        Provenance.now(DataLocation.of("digits", run), source, seed, Precision.FP32, 1, "cpu");
    RunDirectory directory = Run.begin(run, recipe, provenance).directory();
    try (TrainingRun training = new TrainingRun(recipe, source, provenance)) {
      run(training, directory, budget, stopAfter);
    }
    return run;
  }

  private static void run(TrainingRun training, RunDirectory directory, int budget, int stopAfter) {
    long[] done = {0};
    training.train(
        directory,
        Budget.steps(budget),
        new Trainer.Intervals(1000, 0, 1, 0),
        () -> done[0] == stopAfter,
        (line, loss, progress) -> done[0] = line.step());
  }

  private static void forgetCodecs() throws IOException {
    Path codecs = DataOptions.defaults().cacheFolder().resolve("codecs");
    try (Stream<Path> files = Files.walk(codecs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The folder of the run is enough: neither the autoencoder's run nor the cache is needed. */
  @Test
  void drawsWhatAPromptStatesAfterItsFolderWasMoved() throws IOException {
    Path run = train("learned", recipe(Map.of()), 7, 350, 350);
    List<Picture> drawn = draw(run);
    List<Picture> real = LearnedPictures.of(digits());
    int right = 0;
    for (int k = 0; k < drawn.size(); k++) {
      right += LearnedPictures.nearest(drawn.get(k), real) == k % 4 ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(14);

    Path moved = Files.move(run, folder.resolve("moved"));
    forgetCodecs();
    assertThat(draw(moved)).isEqualTo(drawn);
    Run there = Run.open(moved);
    ImageSource source = digits();
    try (TrainingRun on = TrainingRun.resume(there, source, there.provenance().data(), Map.of())) {
      run(on, there.directory(), 352, 352);
    }
    assertThat(there.directory().steps()).contains(352L);
    anotherCodecIsRefused(moved);
  }

  private static List<Picture> draw(Path run) {
    try (DrawingModel model = Model.open(run)) {
      return model.generate().seed(5).prompts("a zero", "a one", "a two", "a three").draw(16);
    }
  }

  private static void anotherCodecIsRefused(Path run) throws IOException {
    Path other = autoencoder("other", 8, 2);
    Path file = run.resolve("codec.safetensors");
    Files.copy(
        Checkpoint.tensors(other.resolve("checkpoints/step-00000002"), "ema"),
        file,
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> draw(run))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("codec.safetensors: holds the autoencoder ")
        .hasMessageContaining("copy it from where the run was trained");
    Files.delete(file);
    assertThatThrownBy(() -> draw(run))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("codec.safetensors: is missing; it belongs to the run");
  }

  @Test
  void resumesBitForBit() {
    Path whole = train("whole", recipe(Map.of()), 7, 6, 6);
    Path parts = train("parts", recipe(Map.of()), 7, 6, 3);
    ImageSource source = digits();
    Run run = Run.open(parts);
    try (TrainingRun resumed = TrainingRun.resume(run, source, run.provenance().data(), Map.of())) {
      run(resumed, run.directory(), 6, 6);
    }
    for (String file : List.of("model", "ema", "optimizer")) {
      assertThat(Checkpoint.tensors(parts.resolve("checkpoints/step-00000006"), file))
          .hasSameBinaryContentAs(
              Checkpoint.tensors(whole.resolve("checkpoints/step-00000006"), file));
    }
  }

  /** What a training reads is what the encoder gives, and its second moment is about one. */
  @Test
  void theLatentsInTheFileAreTheEncoders() {
    DiffusionRecipe recipe = (DiffusionRecipe) recipe(Map.of());
    StoredCodec stored = StoredCodec.cached(recipe).orElseThrow();
    ImageSource source = digits();
    try (TensorScope scope = TensorScope.open()) {
      AutoencoderCodec codec = stored.open(recipe.data());
      LatentSet latents = stored.encoded(source, codec, Precision.FP32, notice -> {});
      float[] rows = latents.read(new int[] {0, 1, 2, 3}, 0, new long[4]);
      Tensor moments = Tensors.of(rows, 4, 8, SIDE / 2, SIDE / 2);
      Tensor mean = moments.narrow(1, 0, 4).mul(new Scalar(codec.scale()));
      Tensor deviation = moments.narrow(1, 4, 4).mul(new Scalar(codec.scale()));
      Tensor own = codec.encode(Pictures.tensor(LearnedPictures.of(source), recipe.data().range()));
      assertThat(Tensors.item(own.sub(mean).abs().max())).isLessThan(1e-5);
      double square = Tensors.item(mean.square().add(deviation.square()).mean());
      assertThat(square).isCloseTo(1, within(0.2));
    }
  }

  @Test
  void whatNeedsPixelsIsRefusedAndTheRestIsDone() {
    Path run = train("edited", recipe(Map.of()), 7, 3, 3);
    try (DenoisingModel model = Run.open(run).model(DenoisingModel.class, OpenOptions.defaults());
        TensorScope scope = TensorScope.open()) {
      assertThatThrownBy(() -> ((LikelihoodModel) model).likelihoods())
          .isInstanceOf(SpecException.class)
          .hasMessageContaining("bits/dim are of the bytes of pixels");
      assertThatThrownBy(
              () -> model.drawing(GenerateOptions.defaults().withThreshold(Spec.parse("clamp"))))
          .hasMessage(
              "threshold clamp limits pixels, and this model works in latents; allowed: none");
      Prior prior = model.prior(model.recipe().sampling());
      assertThatThrownBy(
              () -> Restoration.of(prior, Catalog.DEGRADATIONS.make(Spec.parse("none")), 0.1, 0))
          .hasMessageContaining("denoise needs a model that works in pixels");
      Tensor images = prior.tensor(LearnedPictures.of(digits()));
      assertThat(Tensors.shape(images)).containsExactly(4, 4, SIDE / 2, SIDE / 2);
      List<Picture> edited =
          prior.pictures(new Editing(prior, 0.3, 1).edit(images, 0, StepProgress.NONE));
      assertThat(edited).hasSize(4).allMatch(each -> each.width() == SIDE);
      completes(model, prior);
      assertThat(model.generate().film()).hasSize(11).allMatch(f -> f.picture().width() == SIDE);
    }
  }

  /** The right half is drawn, by a prompt too; the left one is the picture's own. */
  private static void completes(DenoisingModel model, Prior prior) {
    List<Picture> real = LearnedPictures.of(digits());
    Spec right = Spec.parse("half(missing=right)");
    GenerateOptions request = GenerateOptions.defaults().withPrompts(List.of("a two"));
    List<Picture> whole = new ArrayList<>();
    for (Prior each :
        List.of(
            prior, model.prior(request.withGuidance(Spec.parse("classifier-free(weight=3)"))))) {
      Restoration torn = Restoration.of(each, Catalog.DEGRADATIONS.make(right), 0, 0);
      whole.addAll(torn.restore(torn.usualMethod(), real, 3, StepProgress.NONE));
    }
    assertThat(whole).hasSize(8);
    assertThat(whole.subList(0, 4)).doesNotHaveDuplicates();
    for (int k = 0; k < whole.size(); k++) {
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE / 2; x++) {
          assertThat(whole.get(k).at(0, y, x)).isEqualTo(real.get(k % 4).at(0, y, x));
        }
      }
    }
  }

  @Test
  void codecsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> recipe(Map.of("augment", "horizontal-flip")))
        .hasMessageContaining("augment horizontal-flip changes pixels");
    assertThatThrownBy(() -> recipe(Map.of("variance", "learned-range")))
        .hasMessageContaining("latents have none");
    assertThatThrownBy(() -> recipe(Map.of("text", "none")))
        .hasMessageContaining("network conditional-unet reads captions");
    assertThatThrownBy(() -> recipe(Map.of("codec.channels", "32:32:32:32")))
        .hasMessageContaining("the codec cannot take images of 28x28; allowed: multiples of 8");
    assertThatThrownBy(
            () -> recipe(Map.of("objective.clamp", "true", "sampling.threshold", "clamp")))
        .hasMessageContaining("objective.clamp=true limits estimates to the range of pixels");
    assertThatThrownBy(
            () -> recipe(Map.of("network", "compact-unet(width=32)", "codec.channels", "32:32:32")))
        .hasMessageContaining(
            "network compact-unet cannot take latents of 7x7; allowed: multiples of 4; resize with"
                + " --size 32");
    Recipe unnamed = Recipes.named("text-latent-small").fitted(digits(), false);
    assertThatThrownBy(() -> train("unnamed", unnamed, 7, 1, 1))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("works in the latents of an autoencoder, and none is named");
    assertThat(folder.resolve("unnamed")).doesNotExist();
    Path run = train("vae", Recipes.named("vae-small").fitted(digits(), false), 7, 1, 1);
    assertThatThrownBy(() -> Run.open(run).codec())
        .hasMessage(
            run
                + " is a run of recipe vae-small; allowed for a codec: one of an autoencoder, such as"
                + " autoencoder-small");
  }

  /** What the recipe sets for pixels, it does not for latents. */
  @Test
  void aRecipeOfPixelsWorksInLatents() {
    Map<String, String> network =
        Map.of(
            "network", "conditional-unet(channels=32,attention=1)",
            "text", "transformer(width=32,layers=1,heads=2,length=6)");
    DiffusionRecipe recipe =
        (DiffusionRecipe) NewRun.recipe(Recipes.named("flow-compact"), autoencoder, network, false);
    assertThat(recipe.loss().objective()).hasToString("denoising(clamp=false)");
    assertThat(recipe.sampling().threshold()).hasToString("none");
  }
}
