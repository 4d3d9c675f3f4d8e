package io.inkwash.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
   * @param terms parts of the loss by name; empty for a loss of one part
   */
  public record Line(
      long step,
      double loss,
      @JsonProperty("gradient_norm") double gradientNorm,
      @JsonProperty("learning_rate") double rate,
      long images,
      double seconds,
      Map<String, Double> terms) {

    /** A line of a loss of one part. */
    public Line(
        long step, double loss, double gradientNorm, double rate, long images, double seconds) {
      this(step, loss, gradientNorm, rate, images, seconds, Map.of());
    }
  }

  /** Steps whose losses are averaged where one number is shown. */
  public static final int RECENT = 100;

  /** How far the file may be behind, so that it can be followed. */
  private static final long SHOWN_NANOS = 250_000_000L;

  private final Path file;
  private final List<Line> lines;
  private final BufferedWriter writer;
  private long shown = System.nanoTime();

  /**
   * The lines of a log; none where there is no file, as in a run that was trained elsewhere.
   *
   * @throws io.inkwash.file.FileException if it is damaged
   */
  public static List<Line> read(Path file) {
    return Files.exists(file) ? Json.readLines(file, Line.class) : List.of();
  }

  /**
   * Opens the log of a run that goes on after a step.
   *
   * @param step the last step to keep lines of; 0 for a new run
   * @param notices receives what was wrong with the file: lines that cannot be read are dropped
   */
  public MetricsLog(Path file, long step, Consumer<String> notices) {
    this.file = file;
    lines = new ArrayList<>();
    for (Line line : Files.exists(file) ? readable(file, notices) : List.<Line>of()) {
      if (line.step() <= step) {
        lines.add(line);
      }
    }
    StringBuilder kept = new StringBuilder();
    lines.forEach(line -> kept.append(Json.line(line)).append('\n'));
    AtomicFiles.writeString(file, kept.toString());
    try {
      writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new FileException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  private static List<Line> readable(Path file, Consumer<String> notices) {
    List<Line> read = new ArrayList<>();
    int dropped = 0;
    try {
      for (String text : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
        try {
          read.add(Json.read(text, Line.class));
        } catch (IllegalArgumentException damaged) {
          dropped++;
        }
      }
    } catch (IOException e) {
      throw new FileException(file, "cannot be read: " + e.getMessage(), e);
    }
    if (dropped > 0) {
      notices.accept(file + ": " + dropped + " of its lines cannot be read and were dropped");
    }
    return read;
  }

  /** Adds a line. */
  public void add(Line line) {
    lines.add(line);
    try {
      writer.write(Json.line(line));
      writer.newLine();
      if (System.nanoTime() - shown > SHOWN_NANOS) {
        writer.flush(); // for whoever follows the file
        shown = System.nanoTime();
      }
    } catch (IOException e) {
      throw new FileException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  /** Makes sure that all lines so far are in the file and on the disk. */
  public void flush() {
    try {
      writer.flush();
      try (FileChannel disk = FileChannel.open(file, StandardOpenOption.WRITE)) {
        disk.force(true);
      }
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

  /**
   * The mean loss of the last {@value #RECENT} steps, or of all while there are fewer: what a
   * progress bar, the last line of a training, a table and {@code state.json} call the loss.
   */
  public double recentLoss() {
    return lines.subList(Math.max(0, lines.size() - RECENT), lines.size()).stream()
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
