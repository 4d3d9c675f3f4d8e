package io.inkwash.cli.terminal;

import static io.inkwash.format.Text.format;

import io.inkwash.evaluate.Evaluation;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** The progress of evaluations: a bar for each task. */
public final class EvaluationProgress implements Evaluation.Listener, AutoCloseable {
  private final PrintWriter err;
  private String subject = "";
  private String task = "";
  private @Nullable Progress progress;

  /** Nothing is shown before the first task. */
  public EvaluationProgress(PrintWriter err) {
    this.err = err;
  }

  /** From now on, tasks are of this subject. */
  public void turnTo(String name) {
    close();
    subject = name + ": ";
  }

  @Override
  public void at(String name, double done, int of) {
    if (progress == null || !name.equals(task)) {
      close();
      task = name;
      progress = new Progress(subject + name, err, 0);
    }
    progress.at(done / of, format("%,d of %,d images", (int) done, of));
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}
