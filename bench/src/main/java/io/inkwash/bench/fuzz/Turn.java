package io.inkwash.bench.fuzz;

import com.sun.management.ThreadMXBean;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.DataException;
import io.inkwash.file.FileException;
import io.inkwash.file.SafetensorsException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Consecutive cases of one target, tried one after another until the first fault, the last case or
 * the end of its time. Good are a value and an exception of the library's own in one line; all else
 * is a fault.
 */
final class Turn implements Runnable {
  private static final Set<Class<?>> OWN =
      Set.of(
          DataException.class,
          FileException.class,
          SafetensorsException.class,
          SpecException.class);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Target target;
  private final LongFunction<byte[]> cases;
  private final long to;
  private final long end;
  private volatile long number;
  private volatile long thread = Thread.currentThread().getId();
  private volatile long started = System.nanoTime();
  private volatile long startedWork;
  private volatile Optional<String> fault = Optional.empty();

  /**
   * A turn.
   *
   * @param cases makes the case of a number
   * @param from the first case's number
   * @param to the number after the last case's
   * @param end when it ends, by {@link System#nanoTime}; one case is tried in any event
   */
  Turn(Target target, LongFunction<byte[]> cases, long from, long to, long end) {
    this.target = target;
    this.cases = cases;
    this.number = from;
    this.to = to;
    this.end = end;
  }

  @Override
  public void run() {
    thread = Thread.currentThread().getId();
    for (long next = number; fault.isEmpty() && next < to; next++) {
      byte[] bytes = cases.apply(next);
      startedWork = THREADS.getCurrentThreadCpuTime();
      started = System.nanoTime();
      fault = judged(target, bytes);
      number = next + 1;
      if (started > end) {
        return;
      }
    }
  }

  /** The number of the first case that is not yet done. */
  long number() {
    return number;
  }

  /** How long the case that is being tried has taken so far, in nanoseconds. */
  long taken() {
    return System.nanoTime() - started;
  }

  /** The same, but for the time in which the processor did other things. */
  long worked() {
    return THREADS.getThreadCpuTime(thread) - startedWork;
  }

  /** What was wrong with the last case; empty if nothing was. */
  Optional<String> fault() {
    return fault;
  }

  private static Optional<String> judged(Target target, byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      target.read(bytes);
    } catch (Exception | Error e) {
      String message = String.valueOf(e.getMessage());
      if (!OWN.contains(e.getClass()) && !target.refusesBy(e)) {
        return Optional.of(e.getClass().getName() + own(e.getStackTrace()));
      }
      if (message.isBlank() || message.lines().count() != 1) {
        return Optional.of("a message of several lines" + own(e.getStackTrace()));
      }
    }
    long mib = (THREADS.getCurrentThreadAllocatedBytes() - before) >> 20;
    int most = target.mostMib();
    return mib > most ? Optional.of("takes over " + most + " MiB") : Optional.empty();
  }

  /** Where in the library it happened. */
  static String own(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String name = frame.getClassName();
      if (name.startsWith("io.inkwash.") && !name.startsWith("io.inkwash.bench.")) {
        return " in " + name + "." + frame.getMethodName();
      }
    }
    return "";
  }
}
