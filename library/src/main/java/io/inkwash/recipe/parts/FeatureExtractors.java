package io.inkwash.recipe.parts;

import io.inkwash.catalog.Registry;
import io.inkwash.file.Safetensors;
import io.inkwash.file.Weights;
import io.inkwash.metric.feature.ClassifierFeatures;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.metric.feature.InceptionV3;
import io.inkwash.metric.feature.LeNet;
import io.inkwash.metric.feature.RawPixels;
import io.inkwash.metric.feature.ShippedLeNet;
import io.inkwash.torch.TensorScope;
import java.nio.file.Path;

/** Feature extractors by name: a line each. */
final class FeatureExtractors {
  private FeatureExtractors() {}

  /** What images are compared by. */
  static final Registry<FeatureExtractorFactory> FEATURES =
      new Registry<FeatureExtractorFactory>("features")
          .register(
              "digits-lenet",
              shape -> shipped(ShippedLeNet.DIGITS),
              "84 features of a small network that tells digits apart; comes with the tool")
          .register(
              "fashion-lenet",
              shape -> shipped(ShippedLeNet.FASHION),
              "84 features of one that tells clothes apart; comes with the tool")
          .register("pixels", RawPixels::new, "the pixels themselves; for small pictures")
          .register(
              "lenet",
              "file=classifier.safetensors",
              a -> shape -> lenet(a.path("file")),
              "84 features of a network from inkwash classifier")
          .register(
              "inception",
              "file=inception.safetensors",
              a -> shape -> inception(a.path("file")),
              "2048 features of Inception-v3, from the FID reference weights as safetensors");

  private static FeatureExtractor shipped(ShippedLeNet which) {
    try (TensorScope scope = TensorScope.open()) {
      return which.extractor(
          Weights.stateDict(Safetensors.parse(which.extractorName(), which.bytes()).tensors()));
    }
  }

  private static FeatureExtractor lenet(Path file) {
    try (TensorScope scope = TensorScope.open()) {
      return LeNet.extractor(
          "lenet",
          Weights.stateDict(Safetensors.read(file).tensors(), file.toString()),
          file.toString());
    }
  }

  private static FeatureExtractor inception(Path file) {
    try (TensorScope scope = TensorScope.open()) {
      return ClassifierFeatures.load(
          "inception",
          InceptionV3::new,
          Weights.stateDict(Safetensors.read(file).tensors(), file.toString()),
          file.toString());
    }
  }
}
