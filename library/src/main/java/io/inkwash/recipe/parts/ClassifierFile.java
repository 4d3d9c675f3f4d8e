package io.inkwash.recipe.parts;

import io.inkwash.denoise.NoisyImageClassifier;
import io.inkwash.file.FileException;
import io.inkwash.file.Safetensors;
import java.nio.file.Path;
import java.util.List;

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

  /** The names of its classes, in order. */
  List<String> classNames();

  /** The channels of its images. */
  int channels();

  /** The network, ready to classify, in the caller's scope. */
  NoisyImageClassifier.Network network();
}
