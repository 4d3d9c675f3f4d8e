package io.inkwash.data;

/**
 * The images of a source as the numbers that a model is trained on. Read by one thread at a time.
 */
public interface Examples {

  /** Pixels, changed at random and scaled to a range. */
  static Examples pixels(ImageSource source, PixelRange range, Augment augment) {
    return new PixelExamples(source, range, augment);
  }

  /** The images, with their labels and captions. */
  ImageSource source();

  /** The shape of an example, which need not be that of the image. */
  ImageShape shape();

  /**
   * Some examples, one after the other, each in CHW order.
   *
   * @param indices which images of the source
   * @param seed of all chance
   * @param positions how many examples the training has seen before each
   */
  float[] read(int[] indices, long seed, long[] positions);
}
