package io.inkwash.data;

import java.util.stream.IntStream;

/** The simplest classifier, to ask whether images look like what their labels say. */
public final class NearestNeighbor {

  private NearestNeighbor() {}

  /** The fraction of the asked images whose nearest known image has the same label. */
  public static double accuracy(ImageSource known, ImageSource asked) {
    byte[][] knownPixels = pixels(known);
    byte[][] askedPixels = pixels(asked);
    long right =
        IntStream.range(0, asked.count())
            .filter(i -> known.label(nearest(knownPixels, askedPixels[i])) == asked.label(i))
            .count();
    return right / (double) asked.count();
  }

  private static int nearest(byte[][] known, byte[] asked) {
    int best = 0;
    int bestDistance = Integer.MAX_VALUE;
    for (int i = 0; i < known.length; i++) {
      int distance = 0; // at most 784 * 255^2
      for (int k = 0; k < asked.length; k++) {
        int difference = (known[i][k] & 0xff) - (asked[k] & 0xff);
        distance += difference * difference;
      }
      if (distance < bestDistance) {
        bestDistance = distance;
        best = i;
      }
    }
    return best;
  }

  private static byte[][] pixels(ImageSource source) {
    return IntStream.range(0, source.count())
        .mapToObj(i -> TestFiles.pixels(source, i))
        .toArray(byte[][]::new);
  }
}
