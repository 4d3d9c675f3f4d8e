package io.inkwash.cli.terminal;

import static io.inkwash.format.Text.format;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Progress of long work on standard error: a bar where a person watches, a line now and then where
 * the output goes to a file.
 */
public final class Progress implements AutoCloseable {
  /** System property that the launcher sets where standard error is a terminal. */
  private static final String TERMINAL = "inkwash.terminal";

  private static final long UNITS = 10_000;
  private static final long LINE_EVERY = Duration.ofSeconds(30).toNanos();

  private final String task;
  private final PrintWriter err;
  private final @Nullable ProgressBar bar;
  private final long started = System.nanoTime();
  private final double startedAt;
  private long lastLine = started;

  /**
   * Begins.
   *
   * @param task what is being done, in a word or two
   * @param err where it is shown
   * @param startedAt the share that was done before, in [0, 1]
   */
  public Progress(String task, PrintWriter err, double startedAt) {
    this.task = task;
    this.err = err;
    this.startedAt = startedAt;
    bar =
        !Boolean.getBoolean(TERMINAL)
            ? null
            : new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(UNITS)
                .startsFrom(units(startedAt), Duration.ZERO)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(200)
                .continuousUpdate()
                .setRenderer((state, width) -> render(state.getCurrent(), state.getExtraMessage()))
                .build();
  }

  /**
   * Tells how far the work is.
   *
   * @param share in [0, 1]
   * @param message figures to show beside the bar
   */
  public void at(double share, String message) {
    if (bar != null) {
      bar.setExtraMessage(message);
      bar.stepTo(units(share));
      return;
    }
    long now = System.nanoTime();
    if (now - lastLine > LINE_EVERY) {
      lastLine = now;
      err.println(plain(share, message));
      err.flush();
    }
  }

  private String render(long units, String message) {
    double share = (double) units / UNITS;
    int cells = 24;
    int full = (int) Math.round(share * cells);
    return task
        + " ["
        + "█".repeat(full)
        + "·".repeat(cells - full)
        + "] "
        + figures(share, message);
  }

  private String plain(double share, String message) {
    return task + " " + figures(share, message);
  }

  private String figures(double share, String message) {
    return format("%3.0f%%  %s  %s left", 100 * share, message, left(share));
  }

  private String left(double share) {
    double done = share - startedAt;
    if (done <= 0) {
      return "?";
    }
    double seconds = (System.nanoTime() - started) / 1e9 * (1 - share) / done;
    return Elapsed.of(seconds);
  }

  private static long units(double share) {
    return Math.round(share * UNITS);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
