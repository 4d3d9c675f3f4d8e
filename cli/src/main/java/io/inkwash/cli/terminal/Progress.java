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

  private static final int MOST_CELLS = 24;
  private static final int FEWEST_CELLS = 4;
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
                .setRenderer(
                    (state, width) -> {
                      double share = (double) state.getCurrent() / UNITS;
                      return line(task, share, left(share), state.getExtraMessage(), width);
                    })
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

  /**
   * One line of a terminal: the share and the time left come first, and the bar takes the room that
   * the figures leave. Where there is none for it, the end of the figures is cut off.
   *
   * @param width columns
   */
  static String line(String task, double share, String left, String message, int width) {
    String figures = figures(share, left, message);
    int cells = Math.min(MOST_CELLS, width - task.length() - figures.length() - " [] ".length());
    if (cells < FEWEST_CELLS) {
      String all = task + " " + figures;
      return all.substring(0, Math.min(all.length(), width));
    }
    int full = (int) Math.round(share * cells);
    return task + " [" + "█".repeat(full) + "·".repeat(cells - full) + "] " + figures;
  }

  private String plain(double share, String message) {
    return task + " " + figures(share, left(share), message);
  }

  private static String figures(double share, String left, String message) {
    return format("%3.0f%%  %s left  %s", 100 * share, left, message);
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
