package io.inkwash.cli.terminal;

import static io.inkwash.format.Text.format;

import io.inkwash.solve.StepProgress;
import java.io.PrintWriter;

/** The progress of drawing images, batch by batch. */
public final class DrawingProgress implements StepProgress, AutoCloseable {
  private final Progress progress;
  private final int count;
  private final long started = System.nanoTime();
  private int finished;

  /**
   * Begins.
   *
   * @param task what is being done, in a word or two
   * @param count images in all
   * @param err where it is shown
   */
  public DrawingProgress(String task, int count, PrintWriter err) {
    this.count = count;
    progress = new Progress(task, err, 0);
  }

  @Override
  public void after(int images, int stepsDone, int steps) {
    double done = finished + (double) images * stepsDone / steps;
    double rate = done / ((System.nanoTime() - started) / 1e9);
    progress.at(
        done / count,
        format(
            "images %d of %d  step %d of %d  %.2f images/s",
            Math.min(count, finished + images), count, stepsDone, steps, rate));
    if (stepsDone == steps) {
      finished += images;
    }
  }

  @Override
  public void close() {
    progress.close();
  }
}
