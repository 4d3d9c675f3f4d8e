package io.inkwash.distributed;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Sends a sign of life to some connections, several times in each span of patience. */
final class SignsOfLife implements AutoCloseable {
  private static final int PER_PATIENCE = 6;
  private static final long LONGEST_MILLIS = 1000; // others may have less patience

  private final Thread thread;

  SignsOfLife(Duration patience, Supplier<List<Connection>> to) {
    long pause = Math.max(1, Math.min(LONGEST_MILLIS, patience.toMillis() / PER_PATIENCE));
    thread = new Thread(() -> send(pause, to), "inkwash-rank-signs");
    thread.setDaemon(true);
    thread.start();
  }

  private static void send(long pause, Supplier<List<Connection>> to) {
    try {
      while (true) {
        Thread.sleep(pause);
        to.get().forEach(connection -> connection.send(Message.BEAT));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
