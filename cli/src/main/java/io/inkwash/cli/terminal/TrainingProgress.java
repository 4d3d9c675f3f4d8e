package io.inkwash.cli.terminal;

import static io.inkwash.format.Text.format;

import io.inkwash.train.MetricsLog;
import io.inkwash.train.Trainer;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** A training run's progress: step, loss, images a second. */
public final class TrainingProgress implements Trainer.Listener, AutoCloseable {
  private final PrintWriter err;
  private @Nullable Progress progress;
  private long firstImages;
  private double firstSeconds;
  private double lastShare;
  private String figures = "";

  /** Nothing is shown before the first step. */
  public TrainingProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void after(MetricsLog.Line line, double loss, double share) {
    if (progress == null) {
      progress = new Progress("training", err, share);
      firstImages = line.images();
      firstSeconds = line.seconds();
      return;
    }
    double rate = (line.images() - firstImages) / (line.seconds() - firstSeconds);
    lastShare = share;
    figures = format("step %d  loss %.4f  %.0f images/s", line.step(), loss, rate);
    progress.at(share, figures);
  }

  @Override
  public void drawing() {
    if (progress != null) {
      progress.at(lastShare, figures + "  drawing samples");
    }
  }

  @Override
  public void notice(String text) {
    err.println(text);
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }
}
