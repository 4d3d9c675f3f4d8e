package io.inkwash.data.cluster;

import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import java.util.stream.IntStream;

/**
 * Images made small: means of square blocks of pixels, in the range of bytes. What is left over at
 * the right and at the bottom is not read.
 *
 * @param shape of the images
 * @param block pixels a side of a block
 */
record Thumbnails(ImageShape shape, int block) {
  private static final int MOST_NUMBERS = 256;

  /** With the smallest blocks that make 256 numbers an image, or fewer. */
  static Thumbnails of(ImageShape shape) {
    int block = 1;
    while (new Thumbnails(shape, block).size() > MOST_NUMBERS) {
      block++;
    }
    return new Thumbnails(shape, block);
  }

  private int rows() {
    return Math.max(1, shape.height() / block);
  }

  private int columns() {
    return Math.max(1, shape.width() / block);
  }

  /** Numbers an image. */
  int size() {
    return shape.channels() * rows() * columns();
  }

  /**
   * The thumbnails of some images, read by several threads.
   *
   * @param indices which images of the source
   * @return a row an image
   */
  float[][] of(ImageSource source, int[] indices) {
    return IntStream.of(indices)
        .parallel()
        .mapToObj(
            index -> {
              byte[] pixels = new byte[shape.size()];
              source.read(index, pixels, 0);
              return of(pixels);
            })
        .toArray(float[][]::new);
  }

  private float[] of(byte[] pixels) {
    float[] means = new float[size()];
    int next = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row = 0; row < rows(); row++) {
        for (int column = 0; column < columns(); column++) {
          means[next++] = mean(pixels, channel, row * block, column * block);
        }
      }
    }
    return means;
  }

  /** The mean of a block, of which a narrow image has a part. */
  private float mean(byte[] pixels, int channel, int top, int left) {
    int sum = 0;
    int bottom = Math.min(top + block, shape.height());
    int right = Math.min(left + block, shape.width());
    for (int y = top; y < bottom; y++) {
      int row = (channel * shape.height() + y) * shape.width();
      for (int x = left; x < right; x++) {
        sum += pixels[row + x] & 0xff;
      }
    }
    return (float) sum / ((bottom - top) * (right - left));
  }
}
