package io.inkwash.data;

import static io.inkwash.format.Text.format;

import java.util.List;

/**
 * The form of a model's images.
 *
 * @param channels 1 or 3
 * @param height in pixels
 * @param width in pixels
 * @param range the numbers that pixels become
 * @param classNames the names of the classes that the model is conditioned on, in the order of
 *     their indices; empty for an unconditional one
 */
public record ImageSpec(
    int channels, int height, int width, PixelRange range, List<String> classNames) {

  /** Refuses empty images. */
  public ImageSpec {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          format(
              "images of %sx%s with %s channels; allowed: 1 or more of each",
              width, height, channels));
    }
    classNames = List.copyOf(classNames);
  }

  /** Size and channels in words, such as {@code 28x28 with 1 channel}. */
  public String form() {
    return width + "x" + height + " with " + channels + (channels == 1 ? " channel" : " channels");
  }

  /** Images without classes. */
  public ImageSpec(int channels, int height, int width, PixelRange range) {
    this(channels, height, width, range, List.of());
  }

  /** Images as a source has them, without classes. */
  public static ImageSpec of(ImageShape shape, PixelRange range) {
    return new ImageSpec(shape.channels(), shape.height(), shape.width(), range);
  }

  /** Images of these classes. */
  public ImageSpec withClasses(List<String> names) {
    return new ImageSpec(channels, height, width, range, names);
  }

  /** Channels, rows and columns. */
  public ImageShape shape() {
    return new ImageShape(channels, height, width);
  }

  /** How many classes the model is conditioned on; 0 for an unconditional one. */
  public int classes() {
    return classNames.size();
  }

  /**
   * Refuses classes that the model does not know.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public void requireClasses(List<Integer> requested) {
    for (int one : requested) {
      if (classes() == 0) {
        throw new IllegalArgumentException(
            "class " + one + " of an unconditional model; train it with --conditional");
      }
      if (one < 0 || one >= classes()) {
        throw new IllegalArgumentException(
            format(
                "class %s of a model with %s; allowed: 0 to %s (%s)",
                one, classes(), classes() - 1, new ClassNames(classNames)));
      }
    }
  }
}
