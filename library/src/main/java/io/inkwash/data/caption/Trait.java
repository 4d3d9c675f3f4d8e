package io.inkwash.data.caption;

import io.inkwash.data.ImageShape;
import java.util.function.ToDoubleBiFunction;

/**
 * A number that is measured of gray images, and the words for those of which it is unusual.
 *
 * @param measure gives the number of an image's first plane
 * @param low what an image at or below {@code lowest} is called
 * @param lowest the largest number that is called low; about one image in five is below
 * @param high what an image at or above {@code highest} is called
 * @param highest the smallest number that is called high
 * @param before whether the words stand before the name of the class, as adjectives
 */
record Trait(
    ToDoubleBiFunction<byte[], ImageShape> measure,
    String low,
    double lowest,
    String high,
    double highest,
    boolean before) {

  /** The width of strokes: twice the area by the perimeter, in 28ths of the image's height. */
  static final Trait STROKE = new Trait(Trait::stroke, "thin", 1.6, "bold", 2.5, true);

  /** The shift to the right for each row upward, by the second moments of the ink. */
  static final Trait SLANT =
      new Trait(Trait::slant, "leaning left", -0.1, "leaning right", 0.4, false);

  /** The mean of the bytes. */
  static final Trait LIGHT = new Trait(Trait::light, "dark", 45, "bright", 100, true);

  private static final int SIDE = 28;
  private static final int INK = 128;

  /** The words for an image; empty where it is as most are. */
  String words(byte[] image, ImageShape shape) {
    double value = measure.applyAsDouble(image, shape);
    return value <= lowest ? low : value >= highest ? high : "";
  }

  private static double stroke(byte[] image, ImageShape shape) {
    int area = 0;
    int perimeter = 0;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        if (ink(image, shape, x, y)) {
          area++;
          perimeter += ink(image, shape, x - 1, y) ? 0 : 1;
          perimeter += ink(image, shape, x + 1, y) ? 0 : 1;
          perimeter += ink(image, shape, x, y - 1) ? 0 : 1;
          perimeter += ink(image, shape, x, y + 1) ? 0 : 1;
        }
      }
    }
    return 2.0 * area / Math.max(1, perimeter) * SIDE / shape.height();
  }

  private static boolean ink(byte[] image, ImageShape shape, int x, int y) {
    return x >= 0
        && y >= 0
        && x < shape.width()
        && y < shape.height()
        && (image[y * shape.width() + x] & 0xff) >= INK;
  }

  private static double slant(byte[] image, ImageShape shape) {
    double mass = 0;
    double sumX = 0;
    double sumY = 0;
    double sumXy = 0;
    double sumYy = 0;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        double value = image[y * shape.width() + x] & 0xff;
        mass += value;
        sumX += value * x;
        sumY += value * y;
        sumXy += value * x * y;
        sumYy += value * y * y;
      }
    }
    double spread = sumYy * mass - sumY * sumY;
    return spread == 0 ? 0 : -(sumXy * mass - sumX * sumY) / spread;
  }

  private static double light(byte[] image, ImageShape shape) {
    int plane = shape.height() * shape.width();
    long sum = 0;
    for (int i = 0; i < plane; i++) {
      sum += image[i] & 0xff;
    }
    return (double) sum / plane;
  }
}
