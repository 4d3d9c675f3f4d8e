package io.inkwash.train;

import io.inkwash.torch.distributed.Ranks;

/**
 * What keeps the ranks of a training in step: before each step, all exchange whether to take it.
 * Rank 0 decides, by its own clock; a signal to stop counts wherever it arrives.
 */
final class Pace {

  /**
   * What comes next, the same at all ranks.
   *
   * @param stopped whether a rank was signaled to stop
   * @param done whether the budget is spent
   * @param compares whether the ranks compare their weights first
   * @param spent the share of the training's length that is spent, in [0, 1]
   */
  record Turn(boolean stopped, boolean done, boolean compares, double spent) {
    /** Whether there is another step. */
    boolean goesOn() {
      return !stopped && !done;
    }
  }

  private Pace() {}

  /** Rank 0's part. */
  static Turn next(boolean stop, boolean done, boolean saves, double spent) {
    Ranks ranks = Ranks.current();
    if (ranks.alone()) {
      return new Turn(stop, done, false, spent);
    }
    return turn(ranks.sum(one(stop), one(done), one(saves), spent));
  }

  /** Another rank's part. */
  static Turn follow(boolean stop) {
    return turn(Ranks.current().sum(one(stop), 0, 0, 0));
  }

  private static Turn turn(double[] sums) {
    boolean ends = sums[0] > 0 || sums[1] > 0;
    return new Turn(sums[0] > 0, sums[1] > 0, ends || sums[2] > 0, sums[3]);
  }

  private static double one(boolean is) {
    return is ? 1 : 0;
  }
}
