package io.inkwash.recipe;

import io.inkwash.io.Safetensors;
import io.inkwash.io.Weights;
import io.inkwash.metric.ClassifierFeatures;
import io.inkwash.metric.FeatureExtractor;
import io.inkwash.metric.InceptionV3;
import io.inkwash.metric.LeNet;
import io.inkwash.metric.RawPixels;
import io.inkwash.metric.ShippedLeNet;
import io.inkwash.torch.Scope;
import java.nio.file.Path;

/** Feature extractors by name: a line each. */
final class Lenses {
  private Lenses() {}

  /** What images are compared by. */
  static final Shelf<Lens> FEATURES =
      new Shelf<Lens>("features")
          .add(
              "digits-lenet",
              shape -> shipped(ShippedLeNet.DIGITS),
              "84 features of a small network that tells digits apart; comes with the tool")
          .add(
              "fashion-lenet",
              shape -> shipped(ShippedLeNet.FASHION),
              "84 features of one that tells clothes apart; comes with the tool")
          .add("pixels", RawPixels::new, "the pixels themselves; for small pictures")
          .add(
              "lenet",
              "file=classifier.safetensors",
              a -> shape -> lenet(a.path("file")),
              "84 features of a network from inkwash classifier")
          .add(
              "inception",
              "file=inception.safetensors",
              a -> shape -> inception(a.path("file")),
              "2048 features of Inception-v3, from the FID reference weights as safetensors");

  private static FeatureExtractor shipped(ShippedLeNet which) {
    try (Scope scope = Scope.open()) {
      return which.extractor(
          Weights.stateDict(Safetensors.parse(which.extractorName(), which.bytes()).tensors()));
    }
  }

  private static FeatureExtractor lenet(Path file) {
    try (Scope scope = Scope.open()) {
      return LeNet.extractor(
          "lenet", Weights.stateDict(Safetensors.read(file).tensors()), file.toString());
    }
  }

  private static FeatureExtractor inception(Path file) {
    try (Scope scope = Scope.open()) {
      return ClassifierFeatures.load(
          "inception",
          InceptionV3::new,
          Weights.stateDict(Safetensors.read(file).tensors()),
          file.toString());
    }
  }
}
