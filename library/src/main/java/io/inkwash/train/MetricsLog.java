package io.inkwash.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The file of one line a step. Lines after the step that a run goes on from are dropped. */
public final class MetricsLog implements AutoCloseable {

  /**
   * One line.
   *
   * @param step the step
   * @param loss its mean loss
   * @param gradientNorm its gradient's 2-norm before clipping
   * @param rate its learning rate
   * @param images images seen so far
   * @param seconds time spent in training steps so far
   */
  public record Line(
      long step,
      double loss,
      @JsonProperty("gradient_norm") double gradientNorm,
      @JsonProperty("learning_rate") double rate,
      long images,
      double seconds) {}

  private final Path file;
  private final List<Line> lines;
  private final BufferedWriter writer;

  /**
   * Opens the log of a run that goes on after a step.
   *
   * @param step the last step to keep lines of; 0 for a new run
   */
  public MetricsLog(Path file, long step) {
    this.file = file;
    List<Line> old = Files.exists(file) ? Json.readLines(file, Line.class) : List.of();
    lines = new ArrayList<>(old.stream().filter(line -> line.step() <= step).toList());
    StringBuilder kept = new StringBuilder();
    lines.forEach(line -> kept.append(Json.line(line)).append('\n'));
    AtomicFiles.writeString(file, kept.toString());
    try {
      writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new FileException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  /** Adds a line. */
  public void add(Line line) {
    lines.add(line);
    try {
      writer.write(Json.line(line));
      writer.newLine();
    } catch (IOException e) {
      throw new FileException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  /** Makes sure that all lines so far are in the file. */
  public void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw new FileException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  /** The steps so far. */
  public double[] steps() {
    return lines.stream().mapToDouble(Line::step).toArray();
  }

  /** The losses so far. */
  public double[] losses() {
    return lines.stream().mapToDouble(Line::loss).toArray();
  }

  /** The mean loss of the last steps. */
  public double recentLoss(int steps) {
    return lines.subList(Math.max(0, lines.size() - steps), lines.size()).stream()
        .mapToDouble(Line::loss)
        .average()
        .orElse(Double.NaN);
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new FileException(file, "cannot be written: " + e.getMessage(), e);
    }
  }
}
