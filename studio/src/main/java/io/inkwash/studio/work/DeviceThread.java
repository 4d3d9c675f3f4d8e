package io.inkwash.studio.work;

import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.Reasons;
import io.inkwash.torch.Torch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which models compute, and the queue before it, which is bounded: what would
 * wait too long is refused at once. Tasks that join are done together.
 */
public final class DeviceThread implements AutoCloseable {
  /** Tasks that may wait. */
  public static final int CAPACITY = 128;

  private static final System.Logger LOG = System.getLogger(DeviceThread.class.getName());
  private static final int MOST_TOGETHER = 64;
  private static final double FIRST_ESTIMATE = 0.2; // seconds an image, before any was drawn
  private static final double WAITING_SHARE = 0.2; // of a batch's time, for the next to fill
  private static final double LONGEST_WAIT = 0.2; // seconds

  private final Models models;
  private final Deque<Task> waiting = new ArrayDeque<>();
  private final Thread thread;
  private final Refill refill;
  private double secondsAnImage = FIRST_ESTIMATE;
  private double seconds;
  private long images;
  private long batches;
  private boolean closed;

  /**
   * Starts the thread.
   *
   * @param threads of libtorch's operators
   */
  public DeviceThread(Models models, int threads) {
    this(models, threads, new Refill(MOST_TOGETHER, WAITING_SHARE, LONGEST_WAIT));
  }

  DeviceThread(Models models, int threads, Refill refill) {
    this.models = models;
    this.refill = refill;
    thread =
        new Thread(
            () -> {
              Torch.init(threads);
              work();
            },
            "inkwash-device");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Puts a task into the queue.
   *
   * @throws RequestException of status 429 if it is full, 503 if the server stops
   */
  public synchronized void submit(Task task) {
    if (closed) {
      throw new RequestException(503, "the studio stops");
    }
    if (waiting.size() >= CAPACITY) {
      int images = waiting.stream().mapToInt(Task::left).sum();
      int seconds = (int) Math.max(1, Math.min(600, Math.ceil(images * secondsAnImage / 2)));
      throw RequestException.busy("the queue is full: " + CAPACITY + " jobs wait", seconds);
    }
    waiting.addLast(task);
    notifyAll();
  }

  /** Tasks that wait. */
  public synchronized int length() {
    return waiting.size();
  }

  /** Images that were made. */
  public synchronized long images() {
    return images;
  }

  /** Batches in which they were made. */
  public synchronized long batches() {
    return batches;
  }

  /** Seconds that were computed. */
  public synchronized double seconds() {
    return seconds;
  }

  /** Tasks before a job's, which waits. */
  public synchronized int position(Job job) {
    int before = 0;
    for (Task task : waiting) {
      if (task.job() == job) {
        return before;
      }
      before++;
    }
    return 0;
  }

  private void work() {
    while (true) {
      List<Task> together;
      try {
        together = next();
      } catch (InterruptedException e) {
        return;
      }
      if (together.isEmpty()) {
        return;
      }
      int before = together.stream().mapToInt(Task::left).sum();
      long started = System.nanoTime();
      attempt(together);
      putBack(together, before, (System.nanoTime() - started) / 1e9);
    }
  }

  private void attempt(List<Task> together) {
    try {
      together.get(0).run(together, models);
    } catch (RuntimeException e) {
      together.forEach(task -> task.job().fail(e, Reasons.line(e)));
      if (!Reasons.expected(e)) {
        LOG.log(System.Logger.Level.ERROR, "a job failed", e);
      }
    } catch (OutOfMemoryError e) {
      RuntimeException reason = new RequestException(503, "not enough memory for that many images");
      together.forEach(task -> task.job().fail(reason, Reasons.line(reason)));
    }
  }

  /** Waits for a task, and takes those that it joins with it. Nothing where the server stops. */
  private synchronized List<Task> next() throws InterruptedException {
    while (true) {
      waiting.removeIf(task -> task.job().state().ended());
      if (closed) {
        return List.of();
      }
      if (waiting.isEmpty()) {
        wait();
        continue;
      }
      Task head = waiting.getFirst();
      long left = refill.left(head, joining(head), System.nanoTime());
      if (left == 0) {
        break;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    Task head = waiting.removeFirst();
    List<Task> together = new ArrayList<>(List.of(head));
    for (Task other : List.copyOf(waiting)) {
      if (together.size() < MOST_TOGETHER && head.joins(other)) {
        together.add(other);
        waiting.remove(other);
      }
    }
    together.removeIf(task -> !task.job().begin());
    return together.isEmpty() ? next() : together;
  }

  /** Images that wait and can be drawn together with a task's. */
  private int joining(Task task) {
    return waiting.stream()
        .filter(other -> other == task || task.joins(other))
        .mapToInt(Task::left)
        .sum();
  }

  /** Tasks that are not done go on next. */
  private synchronized void putBack(List<Task> together, int before, double spent) {
    int left = 0;
    for (int k = together.size() - 1; k >= 0; k--) {
      Task task = together.get(k);
      if (!task.job().state().ended()) {
        left += task.left();
        waiting.addFirst(task);
      }
    }
    seconds += spent;
    images += before - left;
    batches++;
    if (before > left) {
      secondsAnImage += 0.2 * (spent / (before - left) - secondsAnImage);
    }
    Task one = together.get(0);
    refill.ended(one, before - left + joining(one), spent, System.nanoTime());
  }

  /** Cancels what waits, and ends after the step that is being computed. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      waiting.forEach(task -> task.job().cancel());
      notifyAll();
    }
    models.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
