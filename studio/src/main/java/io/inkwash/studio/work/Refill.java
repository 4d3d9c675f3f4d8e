package io.inkwash.studio.work;

import org.jspecify.annotations.Nullable;

/**
 * The pause between two batches of one kind. Clients that draw one picture after another come back
 * moments after they were answered. Were the next batch to begin before they do, it would hold only
 * those that waited, and under load every batch would be half full. So it waits until as many
 * images are there as were drawn or waited when the one before ended, but for no more than a small
 * share of the time that one took.
 */
final class Refill {
  private final int full;
  private final double share;
  private final double mostSeconds;
  private @Nullable Task last;
  private int expected;
  private long until;

  /**
   * A pause.
   *
   * @param full images that no batch has more of
   * @param share of a batch's time that the next one may wait
   * @param mostSeconds the longest wait
   */
  Refill(int full, double share, double mostSeconds) {
    this.full = full;
    this.share = share;
    this.mostSeconds = mostSeconds;
  }

  /**
   * A batch has ended.
   *
   * @param batch one of its tasks
   * @param images those that were drawn, and those that wait and could be drawn with them
   * @param seconds that it took
   * @param now {@link System#nanoTime}
   */
  void ended(Task batch, int images, double seconds, long now) {
    last = batch;
    expected = Math.min(full, images);
    until = now + Math.round(1e9 * Math.min(mostSeconds, share * seconds));
  }

  /**
   * How long the next batch still waits, in nanoseconds; 0 where it begins.
   *
   * @param head its first task
   * @param images that could be in it now
   * @param now {@link System#nanoTime}
   */
  long left(Task head, int images, long now) {
    boolean more = last != null && last.joins(head) && images < expected;
    return more ? Math.max(0, until - now) : 0;
  }
}
