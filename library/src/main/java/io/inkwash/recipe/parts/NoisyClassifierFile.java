package io.inkwash.recipe.parts;

import io.inkwash.data.ImageSource;
import io.inkwash.denoise.NoisyImageClassifier;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.nn.classifier.NoisyImageNet;
import io.inkwash.torch.TensorScope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier of noisy images as a safetensors file: its weights, and its configuration in the
 * file's metadata.
 *
 * @param config the sizes of the network
 * @param classNames the names of its classes, in order
 * @param weights by the names of its state dict
 * @param source the file, for messages
 */
public record NoisyClassifierFile(
    NoisyImageNet.Config config,
    List<String> classNames,
    Map<String, TensorData> weights,
    Path source)
    implements ClassifierFile {
  static final String NETWORK = "NoisyImageNet";

  static NoisyClassifierFile of(Safetensors.File read, Path file) {
    Map<String, String> about = read.metadata();
    try {
      List<String> classNames =
          List.of(Json.read(about.getOrDefault("classes", "[]"), String[].class));
      return new NoisyClassifierFile(
          new NoisyImageNet.Config(
              number(about, "channels"), classNames.size(), number(about, "width")),
          classNames,
          read.tensors(),
          file);
    } catch (IllegalArgumentException e) {
      throw new FileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static int number(Map<String, String> about, String name) {
    return Integer.parseInt(about.getOrDefault(name, "none"));
  }

  /**
   * Writes a trained network, whole or not at all.
   *
   * @param images what it was trained on
   * @param width see {@link NoisyImageNet.Config}
   * @param about remarks for the metadata
   */
  public static void write(
      Path file, NoisyImageNet network, ImageSource images, int width, Map<String, String> about) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("network", NETWORK);
    metadata.put("channels", Integer.toString(images.shape().channels()));
    metadata.put("classes", Json.line(images.classNames()));
    metadata.put("width", Integer.toString(width));
    metadata.putAll(about);
    try (TensorScope scope = TensorScope.open()) {
      Safetensors.write(file, metadata, Weights.of(network.stateDict()));
    }
  }

  @Override
  public int channels() {
    return config.channels();
  }

  @Override
  public NoisyImageClassifier.Network network() {
    return NoisyImageClassifier.of(loaded(new NoisyImageNet(config)));
  }
}
