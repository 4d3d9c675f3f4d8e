package io.inkwash.metric;

import io.inkwash.metric.feature.FeatureMatrix;
import java.util.Optional;

/**
 * What metrics need of a set of images, from one pass of an extractor over it. All of it is plain
 * Java numbers, so it can be kept in a file and read back.
 *
 * @param moments mean and covariance of all images' features
 * @param kept the features of a uniform random sample of the images; of all, if they are few
 * @param inceptionScore of all images, where the extractor classifies
 */
public record Features(
    Moments moments, FeatureMatrix kept, Optional<InceptionScore> inceptionScore) {

  /** The number of images. */
  public long count() {
    return moments.count();
  }
}
