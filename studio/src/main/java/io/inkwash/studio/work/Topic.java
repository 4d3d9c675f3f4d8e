package io.inkwash.studio.work;

import io.inkwash.studio.http.EventStream;
import io.inkwash.studio.http.EventStream.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Events for whoever follows them now. A follower that reads too slowly misses the oldest that it
 * has not read; the last one always arrives. Safe for use by several threads.
 */
public final class Topic {
  /** Events that wait for a slow follower. */
  private static final int MOST_WAITING = 32;

  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private boolean ended;

  /** Sends an event to all followers. */
  public void publish(String name, Object data) {
    Event event = new Event(name, data);
    followers.forEach(follower -> follower.add(event));
  }

  /** Whether somebody follows. */
  public boolean isFollowed() {
    return !followers.isEmpty();
  }

  /** Sends a last event and ends. */
  public synchronized void end(String name, Object data) {
    ended = true;
    publish(name, data);
    followers.forEach(Follower::end);
  }

  /**
   * Follows from now on.
   *
   * @param first an event to begin with
   * @throws io.inkwash.studio.http.RequestException of status 503 if there are too many streams
   */
  public synchronized EventStream follow(Event first) {
    Follower follower = new Follower();
    follower.add(first);
    if (ended) {
      follower.end();
    }
    return EventStream.limited(
        () -> {
          followers.add(follower);
          return follower;
        });
  }

  private final class Follower implements EventStream.Source {
    private final Deque<Event> waiting = new ArrayDeque<>();
    private boolean last;

    synchronized void add(Event event) {
      if (waiting.size() == MOST_WAITING) {
        waiting.removeFirst();
      }
      waiting.addLast(event);
      notifyAll();
    }

    synchronized void end() {
      last = true;
      notifyAll();
    }

    @Override
    public synchronized @Nullable Event next(long timeout, TimeUnit unit)
        throws TimeoutException, InterruptedException {
      long deadline = System.nanoTime() + unit.toNanos(timeout);
      while (waiting.isEmpty() && !last) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new TimeoutException();
        }
        wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      }
      return waiting.pollFirst();
    }

    @Override
    public void close() {
      followers.remove(this);
    }
  }
}
