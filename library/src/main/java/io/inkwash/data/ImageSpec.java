package io.inkwash.data;

import java.util.List;

/**
 * The form of a model's images.
 *
 * @param channels 1 or 3
 * @param height in pixels
 * @param width in pixels
 * @param range the numbers that pixels become
 * @param classes how many classes the model is conditioned on; 0 for an unconditional one
 */
public record ImageSpec(int channels, int height, int width, PixelRange range, int classes) {
  public ImageSpec {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "images of %dx%d with %d channels; allowed: 1 or more of each"
              .formatted(width, height, channels));
    }
    if (classes < 0) {
      throw new IllegalArgumentException(
          "classes is " + classes + "; allowed: 0 for an unconditional model, or more");
    }
  }

  /** Size and channels in words, such as {@code 28x28 with 1 channel}. */
  public String form() {
    return width + "x" + height + " with " + channels + (channels == 1 ? " channel" : " channels");
  }

  /** Images without classes. */
  public ImageSpec(int channels, int height, int width, PixelRange range) {
    this(channels, height, width, range, 0);
  }

  /**
   * Refuses classes that the model does not know.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public void requireClasses(List<Integer> requested) {
    for (int one : requested) {
      if (one < 0 || one >= classes) {
        throw new IllegalArgumentException(
            classes == 0
                ? "class " + one + " of an unconditional model; train it with --conditional"
                : "class %d of a model with %d; allowed: 0 to %d"
                    .formatted(one, classes, classes - 1));
      }
    }
  }
}
