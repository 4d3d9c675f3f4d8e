package io.inkwash.data.open;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * Closes a stream that has stopped delivering, so that a dead connection does not hang for ever.
 */
final class StallGuard implements AutoCloseable {

  private final Closeable watched;
  private final long patience;
  private final Thread thread;
  private volatile long lastSign = System.nanoTime();
  private volatile boolean stalled;

  StallGuard(Closeable watched, Duration patience) {
    this.watched = watched;
    this.patience = patience.toNanos();
    this.thread = new Thread(this::watch, "inkwash-stall-guard");
    thread.setDaemon(true);
    thread.start();
  }

  /** Something has arrived. */
  void alive() {
    lastSign = System.nanoTime();
  }

  /** Whether the stream was closed because nothing arrived. */
  boolean stalled() {
    return stalled;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        long left = lastSign + patience - System.nanoTime();
        if (left <= 0) {
          stalled = true;
          watched.close();
          return;
        }
        Thread.sleep(Math.max(1, left / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the transfer has ended
    } catch (IOException e) {
      stalled = true; // the reader sees its own error
    }
  }
}
