package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.data.open.DataOptions;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures with captions, on the command line: an autoencoder, and in its latents a model whose
 * captions CLIP's encoder reads. Neither is trained along, and a run has a copy of both.
 */
class LatentTextTest {
  private static final String COMPUTE = " --threads 1 --precision fp32 ";

  private static final String AUTOENCODER =
      " --recipe autoencoder-small --set autoencoder=kl(channels=32:32,blocks=1)"
          + " --set discriminator.features=8 --set adversarialStart=2"
          + " --set learning.learningRate.decay=constant";

  private static final String WORDS =
      " --recipe text-latent-small --set network=conditional-unet(channels=32,attention=1)"
          + " --set sampling.steps=3 --set learningRate.warmup=1 --set learningRate.decay=constant"
          + " --set learningRate.rate=1e-2 --set learning.ema=0.5";

  @TempDir static Path folder;

  @BeforeAll
  static void begin() throws IOException {
    StringBuilder captions = new StringBuilder("file,text\n");
    for (int k = 0; k < 12; k++) {
      Picture picture = Picture.filled(1, 12, 12, 20 * k);
      picture.paste(Picture.filled(1, 2, 12, 255), k % 4, 0);
      ImageIo.writePng(folder.resolve("pictures/" + k + ".png"), picture);
      captions.append(k).append(".png,a line in the gray of ").append(k).append(" ghosts\n");
    }
    SmallFiles.write(folder.resolve("pictures/captions.csv"), captions.toString());
    clip(folder.resolve("clip"));
    train("autoencoder", AUTOENCODER, 4);
  }

  /** A small encoder of CLIP's vocabulary, as transformers stores it. */
  private static void clip(Path to) throws IOException {
    AtomicFiles.writeString(
        Files.createDirectories(to).resolve("config.json"),
        """
        {"model_type": "clip_text_model", "architectures": ["CLIPTextModel"], "hidden_size": 8,
         "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
         "vocab_size": 49408, "max_position_embeddings": 77, "hidden_act": "quick_gelu"}
        """);
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open()) {
      ClipTextEncoder encoder =
          new ClipTextEncoder(
              new ClipTextConfig(49_408, 77, 8, 16, 1, 2, ClipTextConfig.Activation.QUICK_GELU, 0));
      encoder.initialize(torch.make_generator_cpu(3));
      encoder
          .stateDict()
          .forEach(
              (name, weights) ->
                  tensors.put(
                      name,
                      TensorData.ofFloats(Tensors.toFloats(weights), Tensors.shape(weights))));
    }
    Safetensors.write(to.resolve("model.safetensors"), Map.of(), tensors);
  }

  private static Cli run(String line) {
    return Cli.line(line.replace("@", folder.toString()));
  }

  private static Path train(String name, String more, int steps) {
    run("train --data @/pictures --batch 4 --seed 5 --steps "
            + steps
            + (COMPUTE + more + " --out @/" + name))
        .succeeded();
    return folder.resolve(name);
  }

  private static void isTheSameAfterFourSteps(Path run, Path other, String... files) {
    for (String file : files) {
      String stored = "checkpoints/step-00000004/" + file + ".safetensors";
      assertThat(run.resolve(stored)).hasSameBinaryContentAs(other.resolve(stored));
    }
  }

  /** By two networks, and a third whose features are compared. */
  @Test
  void anAutoencoderGoesOnBitForBit() {
    Path parts = train("parts", AUTOENCODER, 2);
    run("train --resume @/parts --steps 4").succeeded();
    isTheSameAfterFourSteps(
        parts,
        folder.resolve("autoencoder"),
        "model",
        "ema",
        "optimizer",
        "discriminator",
        "discriminator-optimizer");
  }

  /** Neither the folders that codec and encoder came from nor the cache are needed. */
  @Test
  void aMovedRunGoesOnBitForBitAndDraws() throws IOException {
    String sources = " --codec @/codec --text-encoder @/encoder";
    SmallFiles.copy(folder.resolve("autoencoder"), folder.resolve("codec"));
    SmallFiles.copy(folder.resolve("clip"), folder.resolve("encoder"));
    Path whole = train("whole", WORDS + sources, 4);
    Path moved = folder.resolve("elsewhere/moved");
    Files.createDirectory(moved.getParent());
    Files.move(train("begun", WORDS + sources, 2), moved);
    SmallFiles.copy(folder.resolve("pictures"), folder.resolve("elsewhere/pictures"));
    for (Path gone :
        List.of(
            folder.resolve("codec"), folder.resolve("encoder"), cache("codecs"), cache("texts"))) {
      SmallFiles.deleteAll(gone);
    }
    run("train --resume @/elsewhere/moved --steps 4 --data @/elsewhere/pictures").succeeded();
    isTheSameAfterFourSteps(moved, whole, "model", "ema", "optimizer");
    Picture drawn = draw(moved, "a fox");
    assertThat(draw(whole, "a fox")).isEqualTo(drawn);
    assertThat(draw(moved, "an entirely other and longer text")).isNotEqualTo(drawn);
  }

  private static Path cache(String kind) {
    return DataOptions.defaults().cacheFolder().resolve(kind);
  }

  /** By a prompt, away from one of another length. */
  private static Picture draw(Path run, String prompt) {
    Path out = folder.resolve("drawn.png");
    String[] words =
        ("sample --run @/run --out @/png --count 1 --scale 1 --guidance 4 --negative ghosts"
                + COMPUTE
                + " --prompt")
            .replace("@/run", run.toString())
            .replace("@/png", out.toString())
            .split(" +");
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = prompt;
    Cli.run(all).succeeded();
    return ImageIo.read(out);
  }

  @Test
  void whatCannotBeIsRefusedInOneLine() {
    String train = "train --data @/pictures --out @/no ";
    run(train + WORDS + " --text-encoder @/clip").refused(1, "none is named", "as the codec");
    run(train + WORDS + " --codec @/clip").refused(1, "clip");
    run(train + WORDS + " --codec @/autoencoder --text-encoder @/autoencoder")
        .refused(1, "autoencoder");
    run(train + AUTOENCODER + " --size 8").refused(1, "perceptual digits-lenet", "images of 8x8");
    run(train + " --recipe ddpm --text-encoder @/clip").refused(2, "reads no captions");
    assertThat(folder.resolve("no")).doesNotExist();
  }
}
