package io.inkwash.data;

import java.util.SplittableRandom;

/**
 * A random change to an image that leaves it a likely image of the same kind. It works on bytes,
 * before scaling, off the training thread.
 */
@FunctionalInterface
public interface Augment {

  /** Leaves images as they are. */
  Augment NONE = (image, shape, random) -> {};

  /** Mirrors every other image left to right, by the toss of a coin. Not for digits or letters. */
  Augment HORIZONTAL_FLIP =
      (image, shape, random) -> {
        if (random.nextBoolean()) {
          mirror(image, shape);
        }
      };

  /**
   * Changes one image in place.
   *
   * @param image CHW bytes
   * @param shape the shape of the image
   * @param random this image's own stream: all randomness must come from it
   */
  void apply(byte[] image, ImageShape shape, SplittableRandom random);

  private static void mirror(byte[] image, ImageShape shape) {
    int width = shape.width();
    for (int row = 0; row < image.length; row += width) {
      for (int left = row, right = row + width - 1; left < right; left++, right--) {
        byte kept = image[left];
        image[left] = image[right];
        image[right] = kept;
      }
    }
  }
}
