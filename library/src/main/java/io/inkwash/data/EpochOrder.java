package io.inkwash.data;

import java.util.SplittableRandom;

/**
 * The order in which a training visits a set: the permutations of epoch 0, 1, 2, ... laid end to
 * end. Position p of the endless sequence is a function of (count, seed, p) alone.
 */
final class EpochOrder {

  private final int count;
  private final long seed;
  private long epoch = -1;
  private int[] order = new int[0];

  EpochOrder(int count, long seed) {
    this.count = count;
    this.seed = seed;
  }

  /** The image at a position counted from the start of training. */
  int at(long position) {
    long wanted = position / count;
    if (wanted != epoch) {
      order = permutation(count, seed, wanted);
      epoch = wanted;
    }
    return order[(int) (position % count)];
  }

  /** One epoch's order: a Fisher-Yates shuffle, a pure function of its arguments. */
  static int[] permutation(int count, long seed, long epoch) {
    SplittableRandom random = Seeds.stream(seed, "epoch order", epoch);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
