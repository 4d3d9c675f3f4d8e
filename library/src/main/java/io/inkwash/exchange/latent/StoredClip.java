package io.inkwash.exchange.latent;

import io.inkwash.file.FileException;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.text.ClipTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CLIP's text encoder as stored: a folder of transformers, or a part of a pipeline.
 *
 * @param path the folder or file
 * @param form its sizes
 * @param tokenizer the rule that makes its tokens
 */
public record StoredClip(Path path, ClipTextConfig form, ClipTokenizer tokenizer) {

  /**
   * Reads the settings of an encoder: of a folder with {@code config.json}, whose tokenizer is
   * CLIP's own where no vocabulary lies in it, or of what {@link StoredPipeline} opens.
   *
   * @throws FileException if there is none
   */
  public static StoredClip read(Path path) {
    if (alone(path)) {
      return new StoredClip(
          path,
          ClipSettings.read(Settings.read(path.resolve("config.json"))),
          hasVocabulary(path) ? ClipTokenizer.open(path) : ClipTokenizer.standard());
    }
    try (StoredPipeline pipeline = StoredPipeline.open(path)) {
      return new StoredClip(path, pipeline.form().text(), pipeline.tokenizer());
    }
  }

  private static boolean alone(Path path) {
    return Files.isRegularFile(path.resolve("config.json"));
  }

  private static boolean hasVocabulary(Path folder) {
    return Files.isRegularFile(folder.resolve("vocab.json"))
        || Files.isRegularFile(folder.resolve("tokenizer.json"));
  }

  /**
   * The network with its weights.
   *
   * @throws FileException if weights are missing, damaged or of another shape
   */
  public StoredPipeline.Filled<ClipTextEncoder> open() {
    if (!alone(path)) {
      try (StoredPipeline pipeline = StoredPipeline.open(path)) {
        return pipeline.text(Lora.NONE);
      }
    }
    try (PartFiles files = new PartFiles()) {
      return StoredPipeline.filled(
          () -> new ClipTextEncoder(form), DiffusersFolder.text(files, path), WeightChange.NONE);
    }
  }
}
