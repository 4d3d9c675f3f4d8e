package io.inkwash.metric.feature;

import java.util.Arrays;

/**
 * How often a classifier sees the requested class (Ravuri and Vinyals 2019, "Classification
 * accuracy score", turned round: the classifier has learned from real images). Of real images with
 * their labels, it is the classifier's own accuracy, which bounds what samples can reach.
 *
 * @param confusion images by class requested (row) and class seen (column)
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record ConditionalAccuracy(long[][] confusion) {

  /** The number of images. */
  public long count() {
    return Arrays.stream(confusion).flatMapToLong(Arrays::stream).sum();
  }

  /** The share of images that are seen as what they should be; NaN for no images. */
  public double value() {
    long right = 0;
    for (int k = 0; k < confusion.length; k++) {
      right += confusion[k][k];
    }
    return (double) right / count();
  }

  /** The standard error of {@link #value}: that of a share. */
  public double standardError() {
    return Math.sqrt(value() * (1 - value()) / count());
  }

  /** The same share among the images that one class was requested for; NaN if there are none. */
  public double value(int requested) {
    return (double) confusion[requested][requested] / Arrays.stream(confusion[requested]).sum();
  }
}
