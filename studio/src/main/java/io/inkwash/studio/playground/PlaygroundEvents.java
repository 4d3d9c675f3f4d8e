package io.inkwash.studio.playground;

import io.inkwash.studio.http.EventStream;
import io.inkwash.torch.ComputeDevice;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The events of one run, which is computed on a thread of its own, a little ahead of who reads
 * them. Closing ends the run.
 */
final class PlaygroundEvents implements EventStream.Source {
  private static final System.Logger LOG = System.getLogger(PlaygroundEvents.class.getName());
  private static final int AHEAD = 16;
  private static final long LONGEST_SECONDS = 90;
  private static final EventStream.Event LAST = new EventStream.Event("", Map.of());

  private final BlockingQueue<EventStream.Event> queue = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;
  private final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);

  /**
   * Begins a run.
   *
   * @param ended called when it has ended, however it did
   */
  PlaygroundEvents(Playground playground, ComputeDevice device, Runnable ended) {
    thread =
        new Thread(
            () -> {
              try (ComputeDevice.Use use = device.enter()) {
                compute(playground);
              } finally {
                ended.run();
              }
            },
            "playground");
    thread.setDaemon(true);
    thread.start();
  }

  private void compute(Playground playground) {
    try {
      playground.run((name, data) -> put(new EventStream.Event(name, data)));
    } catch (CancellationException e) {
      LOG.log(System.Logger.Level.DEBUG, "a run of the playground was ended", e);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a run of the playground failed", e);
      put(new EventStream.Event("failed", Map.of("message", "internal error; the log has more")));
    } finally {
      if (!Thread.currentThread().isInterrupted()) {
        put(LAST);
      }
    }
  }

  private void put(EventStream.Event event) {
    Interruptible.requireUninterrupted();
    try {
      queue.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the run was interrupted");
    }
  }

  @Override
  public EventStream.@Nullable Event next(long timeout, TimeUnit unit)
      throws TimeoutException, InterruptedException {
    if (System.nanoTime() > deadline) {
      thread.interrupt();
      return null;
    }
    EventStream.Event event = queue.poll(timeout, unit);
    if (event == null) {
      throw new TimeoutException();
    }
    return event.name().isEmpty() ? null : event;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
