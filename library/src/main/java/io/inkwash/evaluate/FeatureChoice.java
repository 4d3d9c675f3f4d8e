package io.inkwash.evaluate;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSource;
import io.inkwash.file.Safetensors;
import io.inkwash.file.Weights;
import io.inkwash.metric.feature.ClassifierFeatures;
import io.inkwash.metric.feature.ClassifierTraining;
import io.inkwash.metric.feature.ShippedLeNet;
import io.inkwash.torch.TensorScope;

/**
 * The features that images are compared by: those that are named; else those of a shipped network
 * that was trained on such images; where none fits, the pixels themselves.
 *
 * @param features the name of an extractor
 * @param reason why it fits, in a few words; empty where it was named
 */
public record FeatureChoice(Spec features, String reason) {

  /** What a reader must know of distances between pixels. */
  public static final String OF_PIXELS =
      "distances in pixels, FID among them, compare only with others in pixels of the same set";

  /** Images that a shipped classifier is tried on. */
  private static final int TRIED = 256;

  /** Of these, the share that it must recognize: ten equal classes give 0.1 by chance. */
  private static final double ENOUGH = 0.7;

  /** Features that are named. */
  public static FeatureChoice named(Spec features) {
    return new FeatureChoice(features, "");
  }

  /**
   * The features that fit some images: by the set's name, or by whether a shipped classifier
   * recognizes its labeled images.
   *
   * @param set the words that name the set
   */
  public static FeatureChoice by(String set, ImageSource images) {
    for (ShippedLeNet network : ShippedLeNet.values()) {
      if (network.fits(set)) {
        return new FeatureChoice(Spec.parse(network.extractorName()), "made for " + set);
      }
    }
    for (ShippedLeNet network : ShippedLeNet.values()) {
      double share = recognized(network, images);
      if (share >= ENOUGH) {
        return new FeatureChoice(
            Spec.parse(network.extractorName()),
            format("recognizes %.0f %% of these images", 100 * share));
      }
    }
    return new FeatureChoice(Spec.parse("pixels"), "no shipped network fits these images");
  }

  private static double recognized(ShippedLeNet network, ImageSource images) {
    if (images.classes() != ShippedLeNet.CLASSES) {
      return 0;
    }
    try (TensorScope scope = TensorScope.open();
        ClassifierFeatures classifier =
            network.extractor(
                Weights.stateDict(
                    Safetensors.parse(network.extractorName(), network.bytes()).tensors()))) {
      return ClassifierTraining.accuracy(classifier, images, TRIED).value();
    }
  }
}
