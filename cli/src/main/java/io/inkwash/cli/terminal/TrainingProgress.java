package io.inkwash.cli.terminal;

import io.inkwash.train.MetricsLog;
import io.inkwash.train.Trainer;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A training run's progress: step, loss, images a second. */
public final class TrainingProgress implements Trainer.Listener, AutoCloseable {
  private static final double SMOOTHING = 0.98;

  private final PrintWriter err;
  private @Nullable Progress progress;
  private double loss = Double.NaN;
  private long firstImages;
  private double firstSeconds;

  /** Nothing is shown before the first step. */
  public TrainingProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void after(MetricsLog.Line line, double share) {
    if (progress == null) {
      progress = new Progress("training", err, share);
      loss = line.loss();
      firstImages = line.images();
      firstSeconds = line.seconds();
      return;
    }
    loss = SMOOTHING * loss + (1 - SMOOTHING) * line.loss();
    double rate = (line.images() - firstImages) / (line.seconds() - firstSeconds);
    progress.at(
        share,
        String.format(Locale.ROOT, "step %d  loss %.4f  %.0f images/s", line.step(), loss, rate));
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }
}
