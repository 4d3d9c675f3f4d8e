package io.inkwash.recipe.parts;

import io.inkwash.data.ImageShape;
import io.inkwash.metric.feature.FeatureExtractor;

/** A feature extractor that does not know its images yet. */
@FunctionalInterface
public interface FeatureExtractorFactory {

  /** Opens it for images of that shape; the caller closes it. */
  FeatureExtractor open(ImageShape shape);
}
