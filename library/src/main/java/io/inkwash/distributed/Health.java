package io.inkwash.distributed;

import io.inkwash.torch.distributed.GroupWatch;
import java.time.Duration;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Whether the ranks are whole; the first bad news is what all are given. */
final class Health implements GroupWatch {

  /** How long the reason of a broken connection may take to come from rank 0. */
  private static final Duration REASON = Duration.ofSeconds(3);

  private @Nullable String reason;
  private boolean over;

  /**
   * Records why the ranks must end, if it is the first reason.
   *
   * @param tell passes it on, before this process can act on it and close its connections
   */
  synchronized void lose(String why, Runnable tell) {
    if (!over && reason == null) {
      tell.run();
      reason = why;
      notifyAll();
    }
  }

  /** From now on nothing can be lost: all ranks are done. */
  synchronized void end() {
    over = true;
  }

  @Override
  public synchronized void check() {
    if (reason != null) {
      throw new RankException(reason);
    }
  }

  private synchronized boolean lost() {
    return reason != null;
  }

  /**
   * Waits for what a connection brings. What it brought before bad news counts, however late it is
   * seen: rank 0 answers that all are done, and then closes its connections.
   *
   * @throws RankException with the news, if nothing came before them
   */
  <T> T await(Queue<T> arrivals) {
    while (true) {
      boolean lost = lost(); // first, so that what came before the news is there
      T next = arrivals.poll();
      if (next != null) {
        return next;
      }
      if (lost) {
        check();
      }
      pause();
    }
  }

  @Override
  public synchronized RuntimeException explain(RuntimeException failure) {
    long deadline = System.nanoTime() + REASON.toNanos();
    while (reason == null && System.nanoTime() < deadline) {
      pause();
    }
    if (reason == null) {
      String first = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
      reason = "the ranks lost their connection: " + first;
    }
    return new RankException(reason, failure);
  }

  /** Waits a moment, or until there is news. */
  @SuppressWarnings("WaitNotInLoop") // callers look again in any case
  synchronized void pause() {
    try {
      wait(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RankException("interrupted while waiting for other ranks", e);
    }
  }
}
