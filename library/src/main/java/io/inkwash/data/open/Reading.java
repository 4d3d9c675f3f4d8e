package io.inkwash.data.open;

import org.jspecify.annotations.Nullable;

/**
 * How files become a set of images. It is part of what a run stores, so that the same images are
 * opened when it is resumed and evaluated.
 *
 * @param holdOut the fraction of the images that is kept back as test images where the data have no
 *     test images of their own, 0 (none) to 0.5
 * @param labels where the class of a picture is found
 * @param bad what is done about pictures that cannot be decoded
 * @param clusters how many groups of similar images take the place of the classes; null for none
 */
public record Reading(double holdOut, Labels labels, BadImages bad, @Nullable Integer clusters) {

  /** The most groups that take the place of classes. */
  public static final int MOST_CLUSTERS = 10_000;

  /** One image in ten is kept back, folders are the classes, bad pictures are refused. */
  public static final Reading DEFAULT = new Reading(0.1, Labels.FOLDERS, BadImages.REFUSE, null);

  /** Where the class of a picture is found. */
  public enum Labels {
    /** The folder that it lies in. */
    FOLDERS,
    /** The part of its file name before the first underscore: {@code cat_12.png} is a cat. */
    FILE_NAMES
  }

  /** What is done about pictures that cannot be decoded. */
  public enum BadImages {
    /** The set is refused; the error says how many there are and names the first few. */
    REFUSE,
    /** They are left out, with a notice that says how many there are and names the first few. */
    SKIP
  }

  /** Refuses fractions outside 0 to 0.5, and clusters outside 2 to 10,000. */
  public Reading {
    if (!(holdOut >= 0 && holdOut <= 0.5)) {
      throw new IllegalArgumentException(
          "hold-out " + holdOut + ": must be 0 (no image is kept back) to 0.5 (every second one)");
    }
    if (clusters != null && (clusters < 2 || clusters > MOST_CLUSTERS)) {
      throw new IllegalArgumentException(
          "clusters " + clusters + ": must be 2 to " + MOST_CLUSTERS + ", such as 30");
    }
  }

  /** The same with another fraction kept back. */
  public Reading withHoldOut(double fraction) {
    return new Reading(fraction, labels, bad, clusters);
  }

  /** The same with classes from elsewhere. */
  public Reading withLabels(Labels from) {
    return new Reading(holdOut, from, bad, clusters);
  }

  /** The same with bad pictures left out or refused. */
  public Reading withBad(BadImages treatment) {
    return new Reading(holdOut, labels, treatment, clusters);
  }

  /** The same with so many groups of similar images in place of the classes. */
  public Reading withClusters(int count) {
    return new Reading(holdOut, labels, bad, count);
  }

  /** The same with the classes that the images came with. */
  public Reading withoutClusters() {
    return new Reading(holdOut, labels, bad, null);
  }

  /** Whether groups of similar images take the place of the classes. */
  public boolean clustered() {
    return clusters != null;
  }
}
