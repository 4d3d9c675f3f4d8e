package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Rng;
import java.util.SplittableRandom;

/** Numbers drawn like balls from an urn, repeatably. */
public final class RandomSubset {
  private RandomSubset() {}

  /**
   * Distinct numbers from 0 to {@code from - 1}, in random order; all of them where {@code count}
   * is {@code from}. The first n of a longer draw are the draw of n.
   *
   * @throws IllegalArgumentException if there are not so many
   */
  public static int[] distinct(int count, int from, Rng rng) {
    if (count < 0 || count > from) {
      throw new IllegalArgumentException(
          format("%s drawn from %s; allowed: 0 to %s", count, from, from));
    }
    int[] urn = new int[from];
    for (int i = 0; i < from; i++) {
      urn[i] = i;
    }
    SplittableRandom random = new SplittableRandom(rng.key());
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(from - i);
      drawn[i] = urn[j];
      urn[j] = urn[i];
    }
    return drawn;
  }
}
