package io.inkwash.data;

import static io.inkwash.format.Text.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of a model's images.
 *
 * @param channels 1 or 3
 * @param height in pixels
 * @param width in pixels
 * @param range the numbers that pixels become
 * @param classNames the names of the classes that the model is conditioned on, in the order of
 *     their indices; empty for an unconditional one
 * @param vocabulary the words of the captions that the model is conditioned on, in the order of
 *     their numbers; empty, or null, for a model that reads no text
 * @param clusterShares how many of the training images are of each class, as shares of 1, where the
 *     classes are clusters; empty, or null, where they are not
 */
public record ImageSpec(
    int channels,
    int height,
    int width,
    PixelRange range,
    List<String> classNames,
    @Nullable List<String> vocabulary,
    @Nullable List<Double> clusterShares) {

  /** Refuses empty images. */
  public ImageSpec {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          format(
              "images of %sx%s with %s channels; allowed: 1 or more of each",
              width, height, channels));
    }
    classNames = List.copyOf(classNames);
    vocabulary = vocabulary == null ? List.of() : List.copyOf(vocabulary);
    clusterShares = clusterShares == null ? List.of() : List.copyOf(clusterShares);
    if (!clusterShares.isEmpty() && clusterShares.size() != classNames.size()) {
      throw new IllegalArgumentException(
          format(
              "%s shares of %s clusters; allowed: one each",
              clusterShares.size(), classNames.size()));
    }
    if (!classNames.isEmpty() && !vocabulary.isEmpty()) {
      throw new IllegalArgumentException(
          "images of classes and of captions at once; allowed: one of the two");
    }
  }

  /** Size and channels in words, such as {@code 28x28 with 1 channel}. */
  public String form() {
    return width + "x" + height + " with " + channels + (channels == 1 ? " channel" : " channels");
  }

  /** Images without classes. */
  public ImageSpec(int channels, int height, int width, PixelRange range) {
    this(channels, height, width, range, List.of());
  }

  /** Images of classes, without captions. */
  public ImageSpec(int channels, int height, int width, PixelRange range, List<String> classNames) {
    this(channels, height, width, range, classNames, List.of(), List.of());
  }

  @Override
  public List<String> vocabulary() {
    return vocabulary == null ? List.of() : vocabulary;
  }

  @Override
  public List<Double> clusterShares() {
    return clusterShares == null ? List.of() : clusterShares;
  }

  /** Images as a source has them, without classes. */
  public static ImageSpec of(ImageShape shape, PixelRange range) {
    return new ImageSpec(shape.channels(), shape.height(), shape.width(), range);
  }

  /** Images of these classes. */
  public ImageSpec withClasses(List<String> names) {
    return new ImageSpec(channels, height, width, range, names);
  }

  /**
   * Images of clusters.
   *
   * @param shares of the training images that are of each, in sum 1
   */
  public ImageSpec withClusters(List<Double> shares) {
    List<String> names = ClassNames.clusters(shares.size()).names();
    return new ImageSpec(channels, height, width, range, names, List.of(), shares);
  }

  /** Images with captions of these words. */
  public ImageSpec withVocabulary(List<String> words) {
    return new ImageSpec(channels, height, width, range, List.of(), words, List.of());
  }

  /** The same form with other channels. */
  public ImageSpec withChannels(int count) {
    return new ImageSpec(count, height, width, range, classNames, vocabulary, clusterShares);
  }

  /** The same, of squares. */
  public ImageSpec withSide(int side) {
    return withSize(side, side);
  }

  /** The same form in another size, in pixels. */
  public ImageSpec withSize(int rows, int columns) {
    return new ImageSpec(channels, rows, columns, range, classNames, vocabulary, clusterShares);
  }

  /** Channels, rows and columns. */
  public ImageShape shape() {
    return new ImageShape(channels, height, width);
  }

  /** Whether the classes are clusters, which nobody has named. */
  public boolean clustered() {
    return !clusterShares().isEmpty();
  }

  /** How many classes the model is conditioned on; 0 for an unconditional one. */
  public int classes() {
    return classNames.size();
  }
}
