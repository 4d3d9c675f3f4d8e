package io.inkwash.recipe.parts;

import io.inkwash.denoise.NoisyImageClassifier;
import io.inkwash.file.FileException;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.torch.Net;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A classifier of noisy images as a safetensors file, whatever its network is. */
public interface ClassifierFile {

  /**
   * Reads a file.
   *
   * @throws FileException if it cannot be read, or is no such classifier
   */
  static ClassifierFile read(Path file) {
    Safetensors.File read = Safetensors.read(file);
    return switch (read.metadata().getOrDefault("network", "none")) {
      case NoisyClassifierFile.NETWORK -> NoisyClassifierFile.of(read, file);
      case AdmClassifierFile.NETWORK -> AdmClassifierFile.of(read, file);
      default ->
          throw new FileException(
              file,
              "is no classifier of noisy images; make one by inkwash classifier --noisy, or name"
                  + " another file");
    };
  }

  /** A network with the weights of the file, for classifying. */
  default <N extends Net> N loaded(N network) {
    network.stateDict().load(Weights.stateDict(weights()), source().toString());
    network.eval();
    return network;
  }

  /** By the names of the network's state dict. */
  Map<String, TensorData> weights();

  /** The file, for messages. */
  Path source();

  /** The names of its classes, in order. */
  List<String> classNames();

  /** The channels of its images. */
  int channels();

  /** The network, ready to classify, in the caller's scope. */
  NoisyImageClassifier.Network network();
}
