package io.inkwash.model.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.DataLocation;
import io.inkwash.model.DenoisingModel;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.TrainingRun;
import io.inkwash.model.folder.FrozenEncoders;
import io.inkwash.model.folder.TinyModels;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of captions that a small CLIP encoder reads, which is not trained along. */
class StoredTextTest {
  private static final int SIDE = 8;

  @TempDir static Path folder;

  @BeforeAll
  static void oneThread() throws IOException {
    Torch.init(1);
    encoder("clip", 3);
  }

  /** A small encoder of CLIP's vocabulary, as transformers stores it. */
  private static Path encoder(String name, long seed) throws IOException {
    Path clip = Files.createDirectories(folder.resolve(name));
    AtomicFiles.writeString(
        clip.resolve("config.json"),
        """
        {"model_type": "clip_text_model", "architectures": ["CLIPTextModel"], "hidden_size": 8,
         "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
         "vocab_size": 49408, "max_position_embeddings": 77, "hidden_act": "quick_gelu"}
        """);
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open()) {
      ClipTextEncoder encoder =
          new ClipTextEncoder(
              new ClipTextConfig(49_408, 77, 8, 16, 2, 2, ClipTextConfig.Activation.QUICK_GELU, 0));
      encoder.initialize(torch.make_generator_cpu(seed));
      encoder
          .stateDict()
          .forEach(
              (key, tensor) ->
                  tensors.put(
                      key, TensorData.ofFloats(Tensors.toFloats(tensor), Tensors.shape(tensor))));
    }
    Safetensors.write(clip.resolve("model.safetensors"), Map.of("format", "pt"), tensors);
    return clip;
  }

  /** Four digits with a caption each; no word of "zwei" is in CLIP's vocabulary as a whole. */
  private static ImageSource digits() {
    return ((StoredImages)
            DataSets.open("digits", Split.TEST, DataOptions.defaults().withSize(SIDE).withLimit(4)))
        .withCaptions(List.of("a zero", "a one", "zwei", ""));
  }

  private static Recipe recipe(String text) {
    Map<String, String> settings =
        Map.of(
            "network", "compact-unet(width=32,blocks=1,middle=1)",
            "text", text,
            "training.batch", "4",
            "learningRate.warmup", "1",
            "learningRate.rate", "1e-2",
            "learning.ema", "0.5",
            "sampling.steps", "4");
    return Settings.apply(Recipes.named("text-small"), settings).fitted(digits(), false);
  }

  private static Path train(String name, int stopAfter) {
    Path run = folder.resolve(name);
    Recipe recipe = recipe(FrozenEncoders.keep(folder.resolve("clip")).toString());
    ImageSource source = digits();
    Provenance provenance =
        Provenance.now(DataLocation.of("digits", run), source, 7, Precision.FP32, 1, "cpu");
    RunDirectory directory = Run.begin(run, recipe, provenance).directory();
    try (TrainingRun training = new TrainingRun(recipe, source, provenance)) {
      run(training, directory, stopAfter);
    }
    return run;
  }

  private static void run(TrainingRun training, RunDirectory directory, int stopAfter) {
    long[] done = {0};
    training.train(
        directory,
        Budget.steps(6),
        new Trainer.Intervals(1000, 0, 1, 0),
        () -> done[0] == stopAfter,
        (line, loss, progress) -> done[0] = line.step());
  }

  private static void resume(Path run) {
    Run there = Run.open(run).readied();
    try (TrainingRun on =
        TrainingRun.resume(there, digits(), there.provenance().data(), Map.of())) {
      run(on, there.directory(), 6);
    }
  }

  private static Picture draw(Path run, String prompt) {
    try (DrawingModel model = Model.open(run)) {
      return model.generate().seed(5).prompts(prompt).draw(1).get(0);
    }
  }

  private static void forget() throws IOException {
    String name = FrozenEncoders.keep(folder.resolve("clip")).arguments().get("weights");
    Files.delete(FrozenWeights.cached(FrozenWeights.Kind.TEXT, name).file());
  }

  @Test
  void anyPromptIsReadAndCheckpointsHoldNoEncoder() throws IOException {
    Path run = train("drawn", 6);
    Picture fox = draw(run, "a fox in ink");
    assertThat(draw(run, "a fox in ink")).isEqualTo(fox);
    assertThat(draw(run, "ein Fuchs")).isNotEqualTo(fox);
    for (String file : List.of("model", "ema")) {
      Path weights = Checkpoint.tensors(run.resolve("checkpoints/step-00000006"), file);
      assertThat(Safetensors.read(weights).tensors().keySet())
          .isNotEmpty()
          .allMatch(key -> key.startsWith("denoiser."));
    }
    try (DenoisingModel model = Run.open(run).model(DenoisingModel.class, OpenOptions.defaults())) {
      GenerateOptions one = GenerateOptions.defaults().withPrompts(List.of("a one"));
      assertThat(model.drawing(one).draw(2, 2, StepProgress.NONE)).hasSize(2);
    }
  }

  /** The folder of the run is enough: neither the encoder's folder nor the cache is needed. */
  @Test
  void aMovedRunGoesOnBitForBit() throws IOException {
    Path whole = train("whole", 6);
    Path moved = Files.move(train("parts", 3), folder.resolve("moved"));
    forget();
    resume(moved);
    for (String file : List.of("model", "ema", "optimizer")) {
      assertThat(Checkpoint.tensors(moved.resolve("checkpoints/step-00000006"), file))
          .hasSameBinaryContentAs(
              Checkpoint.tensors(whole.resolve("checkpoints/step-00000006"), file));
    }
    assertThat(draw(moved, "a one")).isEqualTo(draw(whole, "a one"));
    Path file = moved.resolve("text.safetensors");
    Files.copy(
        encoder("other", 4).resolve("model.safetensors"),
        file,
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> draw(moved, "a one"))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("text.safetensors: holds the text encoder ")
        .hasMessageContaining("copy it from where the run was trained");
    Files.delete(file);
    assertThatThrownBy(() -> draw(moved, "a one"))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("text.safetensors: is missing; it belongs to the run");
  }

  @Test
  void encodersThatCannotBeAreRefused() throws IOException {
    assertThatThrownBy(() -> new TrainingRun(recipe("clip(width=24)"), digits(), provenance()))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("reads captions by a frozen text encoder, and none is named");
    assertThatThrownBy(
            () -> new TrainingRun(recipe("clip(width=24,weights=0123)"), digits(), provenance()))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("the text encoder 0123 of the recipe is not known here");
    Path tiny = TinyModels.unpack("tiny1", folder);
    assertThatThrownBy(() -> FrozenEncoders.keep(tiny))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("allowed: CLIP's 49408 tokens, 77 a text");
    assertThatThrownBy(() -> FrozenEncoders.keep(folder.resolve("nowhere")))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("does not exist");
    Path broken = encoder("broken", 3);
    Files.delete(broken.resolve("model.safetensors"));
    assertThatThrownBy(() -> FrozenEncoders.keep(broken))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("holds no weights");
  }

  private static Provenance provenance() {
    return Provenance.now(
        DataLocation.of("digits", folder.resolve("no")), digits(), 7, Precision.FP32, 1, "cpu");
  }
}
