package io.inkwash.studio.work;

import io.inkwash.file.FileException;
import io.inkwash.studio.http.EventStream;
import io.inkwash.studio.http.EventStream.Event;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a run, seen in its folder, so that it does not matter which process trains it:
 * new steps in the log, new pictures, another state.
 */
public final class RunWatch implements EventStream.Source {
  private static final long PAUSE_MILLIS = 300;
  private static final int POINTS = 500;

  /** Pauses between two looks at all of the run's files. */
  private static final int TICKS_A_LOOK = 4;

  private final RunDirectory directory;
  private final RunFacts facts;
  private long bytes = -1;
  private long step;
  private int pictures;
  private @Nullable Object state;
  private boolean begun;
  private int ticks;

  /** Follows a run from now on. */
  public RunWatch(Path folder, RunFacts facts) {
    directory = RunDirectory.open(folder);
    this.facts = facts;
  }

  @Override
  public @Nullable Event next(long timeout, TimeUnit unit)
      throws TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    while (System.nanoTime() < deadline) {
      try {
        Event event = change();
        if (event != null) {
          return event;
        }
      } catch (FileException deleted) {
        return null;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new TimeoutException();
  }

  private @Nullable Event change() {
    if (begun && ticks++ % TICKS_A_LOOK != 0) {
      return steps();
    }
    Map<String, Object> now = facts.of(directory.root());
    Object newState = List.of(now.get("state"), now.get("here"), now.getOrDefault("message", ""));
    if (!begun) {
      begun = true;
      state = newState;
      bytes = RunFacts.size(directory.metrics());
      step = lastStep(MetricsTable.read(directory.metrics()));
      pictures = directory.sampled().size();
      return new Event("run", now);
    }
    if (!Objects.equals(state, newState)) {
      state = newState;
      return new Event("run", now);
    }
    List<Long> sampled = directory.sampled();
    if (sampled.size() != pictures) {
      pictures = sampled.size();
      return new Event("samples", Map.of("step", sampled.get(sampled.size() - 1)));
    }
    return steps();
  }

  private @Nullable Event steps() {
    long size = RunFacts.size(directory.metrics());
    if (size == bytes) {
      return null;
    }
    bytes = size;
    MetricsTable all = MetricsTable.read(directory.metrics());
    MetricsTable fresh = all.after(step);
    step = lastStep(all);
    return fresh.lines().isEmpty() ? null : new Event("metrics", fresh.columns(POINTS));
  }

  private static long lastStep(MetricsTable table) {
    return table.last().map(MetricsLog.Line::step).orElse(0L);
  }
}
