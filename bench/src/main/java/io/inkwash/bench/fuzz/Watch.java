package io.inkwash.bench.fuzz;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs turns on a thread of their own, so that a case that takes more than {@value #SECONDS}
 * seconds of a processor, or hangs without working, is a fault and not the end.
 */
final class Watch {
  private static final int SECONDS = 5;
  private static final int HANGING_SECONDS = 120;
  private static final int LOOK_MILLIS = 250;

  private volatile Thread thread = Thread.currentThread();
  private ExecutorService worker = worker();

  /** A thread for the cases. One that hangs is left alone, and another replaces it. */
  private ExecutorService worker() {
    return Executors.newSingleThreadExecutor(
        work -> {
          thread = new Thread(work, "cases");
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Runs a turn to its end.
   *
   * @return what was wrong with its last case; empty if nothing was. Equal texts are the same fault
   */
  Optional<String> fault(Turn turn) {
    Future<?> task = worker.submit(turn);
    while (true) {
      try {
        task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return turn.fault();
      } catch (TimeoutException e) {
        if (turn.worked() > SECONDS * 1_000_000_000L
            || turn.taken() > HANGING_SECONDS * 1_000_000_000L) {
          StackTraceElement[] stack = thread.getStackTrace();
          worker = worker();
          return Optional.of("takes over " + SECONDS + " seconds" + Turn.own(stack));
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** What is wrong with one case. */
  Optional<String> fault(Target target, byte[] bytes) {
    return fault(new Turn(target, number -> bytes, 0, 1, Long.MAX_VALUE));
  }
}
