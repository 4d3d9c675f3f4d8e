package io.inkwash.cli.terminal;

import io.inkwash.evaluate.compare.Comparison;
import io.inkwash.evaluate.compare.ComparisonTable;
import io.inkwash.evaluate.compare.Row;
import java.io.PrintWriter;

/** The progress of a comparison: a bar for each task, and a line for each row. */
public final class ComparisonProgress implements Comparison.Listener, AutoCloseable {
  private final PrintWriter err;
  private final EvaluationProgress tasks;

  /** Nothing is shown before the first task. */
  public ComparisonProgress(PrintWriter err) {
    this.err = err;
    tasks = new EvaluationProgress(err);
  }

  @Override
  public void begins(String subject) {
    tasks.turnTo(subject);
  }

  @Override
  public void at(String task, double done, int of) {
    tasks.at(task, done, of);
  }

  @Override
  public void ends() {
    tasks.close();
  }

  @Override
  public void measured(Row row) {
    print(ComparisonTable.summary(row));
  }

  @Override
  public void refused(Comparison.Refusal refusal) {
    print(ComparisonTable.summary(refusal));
  }

  private void print(String line) {
    tasks.close();
    err.println(line);
    err.flush();
  }

  @Override
  public void close() {
    tasks.close();
  }
}
