package io.inkwash.data.open;

import io.inkwash.data.Seeds;
import io.inkwash.data.Split;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which images of a set are taken, chosen before any is read. */
@FunctionalInterface
interface Choice {

  /** All of them. */
  Choice ALL = count -> IntStream.range(0, count).toArray();

  /**
   * The chosen images of a set.
   *
   * @param count how many images the set has
   * @return their indices, ascending, each from 0 to {@code count - 1}
   */
  int[] of(int count);

  /**
   * One half of a set that has no halves: a random part of it is the test half, all else the
   * training half. The choice is a function of the fraction and the number of images.
   *
   * @param fraction how much is kept back for the test half; rounded down to whole images
   */
  static Choice heldOut(double fraction, Split half) {
    return count -> {
      int[] order = IntStream.range(0, count).toArray();
      SplittableRandom random = Seeds.stream(0, "hold out", 0);
      for (int i = count - 1; i > 0; i--) { // R. Fisher, F. Yates, 1938
        int other = random.nextInt(i + 1);
        int kept = order[i];
        order[i] = order[other];
        order[other] = kept;
      }
      int test = (int) (fraction * count);
      int[] chosen =
          half == Split.TEST ? Arrays.copyOf(order, test) : Arrays.copyOfRange(order, test, count);
      Arrays.sort(chosen);
      return chosen;
    };
  }

  /** The first of these, in order. */
  default Choice first(int limit) {
    return count -> {
      int[] all = of(count);
      return all.length <= limit ? all : Arrays.copyOf(all, limit);
    };
  }
}
