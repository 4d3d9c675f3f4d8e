package io.inkwash.exchange.latent;

import io.inkwash.exchange.WeightFile;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.FileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of weights that were opened, and are closed together. */
final class PartFiles implements AutoCloseable {
  private static final List<String> BASES =
      List.of("diffusion_pytorch_model", "model", "pytorch_model");

  /** Whole weights before halves, safetensors before pickles, one file before several. */
  private static final List<String> ENDS =
      List.of(
          ".safetensors",
          ".safetensors.index.json",
          ".fp16.safetensors",
          ".safetensors.index.fp16.json",
          ".bin",
          ".bin.index.json",
          ".fp16.bin",
          ".bin.index.fp16.json");

  private final List<WeightFile> open = new ArrayList<>();

  /** The file of weights in a part's folder. */
  static Path in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new FileException(folder, "is missing; copy the model's folder whole");
    }
    for (String end : ENDS) {
      for (String base : BASES) {
        Path file = folder.resolve(base + end);
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    throw new FileException(
        folder,
        "holds no weights; allowed: diffusion_pytorch_model or model, with the ending .safetensors,"
            + " .fp16.safetensors or .bin");
  }

  /** The tensors of a file, whatever wrappers a program put around them. */
  Map<String, StoredTensor> tensors(Path file) {
    WeightFile weights = WeightFile.open(file);
    open.add(weights);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Object content = weights.content();
    if (content instanceof Map<?, ?> map && map.get("state_dict") instanceof Map<?, ?> inner) {
      content = inner;
    }
    if (content instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (value instanceof StoredTensor tensor) {
              tensors.put(String.valueOf(name), tensor);
            }
          });
    }
    if (tensors.isEmpty()) {
      throw new FileException(file, "holds no tensors; copy it again");
    }
    return tensors;
  }

  @Override
  public void close() {
    open.forEach(WeightFile::close);
  }
}
