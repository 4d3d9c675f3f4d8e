package io.inkwash.recipe.parts;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.denoise.NoisyImageClassifier;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.nn.classifier.EncoderUNet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * ADM's classifier of noisy images as a safetensors file.
 *
 * @param config the sizes of the network
 * @param path the table of betas that it was trained with
 * @param classNames the names of its classes, in order
 * @param weights by the names of its state dict
 * @param source the file, for messages
 */
public record AdmClassifierFile(
    EncoderUNet.Config config,
    Spec path,
    List<String> classNames,
    Map<String, TensorData> weights,
    Path source)
    implements ClassifierFile {
  static final String NETWORK = "EncoderUNet";

  static AdmClassifierFile of(Safetensors.File read, Path file) {
    Map<String, String> about = read.metadata();
    try {
      return new AdmClassifierFile(
          Json.read(about.getOrDefault("config", "{}"), EncoderUNet.Config.class),
          Catalog.PATHS.complete(Spec.parse(about.getOrDefault("path", "none"))),
          List.of(Json.read(about.getOrDefault("classes", "[]"), String[].class)),
          read.tensors(),
          file);
    } catch (IllegalArgumentException | SpecException e) {
      throw new FileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** Writes it to its file, whole or not at all. */
  public void write() {
    Safetensors.write(
        source,
        Map.of(
            "network",
            NETWORK,
            "config",
            Json.line(config),
            "path",
            path.toString(),
            "classes",
            Json.line(classNames)),
        weights);
  }

  @Override
  public int channels() {
    return config.channels();
  }

  @Override
  public NoisyImageClassifier.Network network() {
    return NoisyImageClassifier.of(loaded(new EncoderUNet(config)), Catalog.PATHS.make(path));
  }
}
