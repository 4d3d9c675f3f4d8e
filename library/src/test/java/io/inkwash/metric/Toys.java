package io.inkwash.metric;

import io.inkwash.data.ImageShape;
import io.inkwash.data.StoredImages;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Small image sets. */
public final class Toys {
  private Toys() {}

  /** Images of random bytes; the class of image i is i mod 3. */
  static StoredImages noise(int count, ImageShape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] images = new byte[count][shape.size()];
    for (byte[] image : images) {
      for (int k = 0; k < image.length; k++) {
        image[k] = (byte) random.nextInt(256);
      }
    }
    return StoredImages.labeled(
        "noise",
        shape,
        images,
        IntStream.range(0, count).map(i -> i % 3).toArray(),
        List.of("a", "b", "c"));
  }

  /** All numbers below. */
  public static int[] first(int count) {
    return IntStream.range(0, count).toArray();
  }
}
