package io.inkwash.data.cluster;

import io.inkwash.data.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Centers of groups of points, each the mean of the points that it is nearest to: the algorithm of
 * Lloyd ("Least squares quantization in PCM", 1982), begun with points that are far from each other
 * (k-means++, Arthur and Vassilvitskii 2007).
 *
 * <p>All sums are taken in one order, so that the same points have the same centers on every
 * machine and with any number of threads.
 */
final class KMeans {
  private static final int MOST_ROUNDS = 100;

  private final int count;
  private final int size;

  /** Number d of center k is at {@code d * count + k}: that of all centers side by side. */
  private final float[] centers;

  /** Half the square of each center's length. */
  private final float[] halfSquares;

  private KMeans(float[][] centers) {
    this.count = centers.length;
    this.size = centers[0].length;
    this.centers = new float[count * size];
    this.halfSquares = new float[count];
    for (int k = 0; k < count; k++) {
      for (int d = 0; d < size; d++) {
        float value = centers[k][d];
        this.centers[d * count + k] = value;
        halfSquares[k] += value * value / 2;
      }
    }
  }

  /**
   * Centers of some points: those after 100 rounds, or earlier ones that move no more.
   *
   * @param points a row a point, at least as many as centers
   * @param count how many centers
   * @param seed decides the first ones
   */
  static KMeans of(float[][] points, int count, long seed) {
    KMeans found = new KMeans(farApart(points, count, Seeds.stream(seed, "k-means", 0)));
    int[] nearest = found.nearest(points);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      found = new KMeans(found.means(points, nearest));
      int[] next = found.nearest(points);
      if (Arrays.equals(next, nearest)) {
        break;
      }
      nearest = next;
    }
    return found;
  }

  /** Points, each drawn by the square of its distance to those before it. */
  private static float[][] farApart(float[][] points, int count, SplittableRandom random) {
    float[][] chosen = new float[count][];
    double[] squares = new double[points.length];
    Arrays.fill(squares, 1);
    for (int k = 0; k < count; k++) {
      float[] next = points[drawn(squares, random)];
      chosen[k] = next;
      boolean first = k == 0;
      IntStream.range(0, points.length)
          .parallel()
          .forEach(
              i -> {
                double square = square(points[i], next);
                squares[i] = first ? square : Math.min(squares[i], square);
              });
    }
    return chosen;
  }

  /** An index, drawn by its weight; by none, where all are zero. */
  private static int drawn(double[] weights, SplittableRandom random) {
    double left = random.nextDouble() * Arrays.stream(weights).sum();
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return random.nextInt(weights.length);
  }

  private static double square(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      double difference = (double) a[d] - b[d];
      sum += difference * difference;
    }
    return sum;
  }

  /** The index of the center that is nearest to each point, the first of several. */
  int[] nearest(float[][] points) {
    return Arrays.stream(points).parallel().mapToInt(this::nearest).toArray();
  }

  /** The largest of {@code x c - c c / 2}, which is the smallest distance of x to c. */
  private int nearest(float[] point) {
    float[] products = new float[count];
    for (int d = 0; d < size; d++) {
      if (point[d] != 0) {
        addProducts(products, point[d], d * count);
      }
    }
    int best = 0;
    for (int k = 1; k < count; k++) {
      if (products[k] - halfSquares[k] > products[best] - halfSquares[best]) {
        best = k;
      }
    }
    return best;
  }

  private void addProducts(float[] products, float value, int row) {
    for (int k = 0; k < count; k++) {
      products[k] += value * centers[row + k];
    }
  }

  /** The mean of the points of each center; a center without points stays where it is. */
  private float[][] means(float[][] points, int[] nearest) {
    double[][] sums = new double[count][size];
    int[] members = new int[count];
    for (int i = 0; i < points.length; i++) {
      double[] sum = sums[nearest[i]];
      members[nearest[i]]++;
      for (int d = 0; d < size; d++) {
        sum[d] += points[i][d];
      }
    }
    float[][] means = new float[count][size];
    for (int k = 0; k < count; k++) {
      for (int d = 0; d < size; d++) {
        means[k][d] = members[k] == 0 ? centers[d * count + k] : (float) (sums[k][d] / members[k]);
      }
    }
    return means;
  }
}
