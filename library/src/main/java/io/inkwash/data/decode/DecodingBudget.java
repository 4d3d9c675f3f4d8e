package io.inkwash.data.decode;

import static io.inkwash.format.Text.format;

import io.inkwash.data.DataException;
import java.util.concurrent.Semaphore;

/**
 * The memory that pictures may take while they are decoded, all threads together. A thread waits
 * until enough is free; a picture that needs more than all of it is refused.
 */
final class DecodingBudget {

  /** Half of the memory that Java may use; the rest is for the images of the set. */
  static final DecodingBudget SHARED = new DecodingBudget(Runtime.getRuntime().maxMemory() / 2);

  private static final int UNIT_BITS = 16;

  private final int units;
  private final Semaphore free;

  /**
   * A budget.
   *
   * @param bytes that may be taken at one time
   */
  DecodingBudget(long bytes) {
    this.units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes >> UNIT_BITS));
    this.free = new Semaphore(units, true);
  }

  /** A part of the budget, given back when it is closed. */
  interface Share extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a part, and waits for it where other threads have taken too much.
   *
   * @param where what to call the picture in errors
   * @throws DataException if the budget could never give so much
   */
  Share take(String where, long bytes) {
    long needed = (bytes >> UNIT_BITS) + 1;
    if (needed > units) {
      throw new DataException(
          format(
              "%s: takes %d MiB to decode, and Java has %d MiB for that:"
                  + " scale it down or give Java more memory",
              where, (bytes >> 20) + 1, (long) units << UNIT_BITS >> 20));
    }
    free.acquireUninterruptibly((int) needed);
    return () -> free.release((int) needed);
  }
}
