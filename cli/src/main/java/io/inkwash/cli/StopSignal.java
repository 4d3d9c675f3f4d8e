package io.inkwash.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Turns SIGINT and SIGTERM into a polite request. While one is open, the process does not end until
 * it is closed, so that a step can be finished and saved.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
  private static final long PATIENCE_SECONDS = 600;

  private final CountDownLatch signaled = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "inkwash-stop");
  private volatile boolean requested;

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void request() {
    requested = true;
    signaled.countDown();
    try {
      finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process has been signaled to stop. */
  @Override
  public boolean getAsBoolean() {
    return requested;
  }

  /** Waits until the process is signaled to stop. */
  void await() {
    try {
      signaled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    if (!requested) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
