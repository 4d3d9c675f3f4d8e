package io.inkwash.bench.fuzz;

import com.sun.management.ThreadMXBean;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.DataException;
import io.inkwash.file.FileException;
import io.inkwash.file.SafetensorsException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs cases on a thread of their own and judges them. Good are a value and an exception of the
 * library's own in one line; all else is a finding: another exception, more than {@value #SECONDS}
 * seconds, more than {@value #MOST_MIB} MiB allocated.
 */
final class Watch {
  private static final int SECONDS = 5;
  private static final int MOST_MIB = 512;
  private static final Set<Class<?>> OWN =
      Set.of(
          DataException.class,
          FileException.class,
          SafetensorsException.class,
          SpecException.class);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private volatile Thread thread = Thread.currentThread();
  private ExecutorService worker = worker();

  /** A thread for the cases. One that hangs is left alone, and another takes its place. */
  private ExecutorService worker() {
    return Executors.newSingleThreadExecutor(
        work -> {
          thread = new Thread(work, "cases");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** What is wrong with a case; empty if nothing is. Equal texts are the same fault. */
  Optional<String> fault(Target target, byte[] bytes) {
    Future<Optional<String>> task = worker.submit(() -> judged(target, bytes));
    try {
      return task.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      StackTraceElement[] stack = thread.getStackTrace();
      worker = worker();
      return Optional.of("takes over " + SECONDS + " seconds" + own(stack));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> judged(Target target, byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      target.read(bytes);
    } catch (Exception | Error e) {
      String message = String.valueOf(e.getMessage());
      boolean own = OWN.contains(e.getClass()) || target.refusesBy(e);
      if (!own) {
        return Optional.of(e.getClass().getName() + own(e.getStackTrace()));
      }
      if (message.isBlank() || message.lines().count() != 1) {
        return Optional.of("a message of several lines" + own(e.getStackTrace()));
      }
    }
    long mib = (THREADS.getCurrentThreadAllocatedBytes() - before) >> 20;
    return mib > MOST_MIB ? Optional.of("takes over " + MOST_MIB + " MiB") : Optional.empty();
  }

  /** Where in this program it happened. */
  private static String own(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String name = frame.getClassName();
      if (name.startsWith("io.inkwash.") && !name.startsWith("io.inkwash.bench.")) {
        return " in " + name + "." + frame.getMethodName();
      }
    }
    return "";
  }
}
