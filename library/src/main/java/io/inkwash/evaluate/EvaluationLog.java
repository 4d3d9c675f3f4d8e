package io.inkwash.evaluate;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.Json;
import io.inkwash.train.RunDirectory;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run scored, a line an evaluation, in {@code evaluations.jsonl} of its folder. */
public final class EvaluationLog {

  /**
   * One line.
   *
   * @param at when, in UTC
   * @param step the checkpoint's step
   * @param weights {@code ema} or {@code model}
   * @param features the network that images were compared by
   * @param samples how many images were drawn; 0 where none were
   * @param numbers the values by name
   */
  public record Line(
      String at,
      long step,
      String weights,
      String features,
      int samples,
      Map<String, Double> numbers) {}

  private EvaluationLog() {}

  /**
   * Adds a line.
   *
   * @throws io.inkwash.file.FileException if the file cannot be read or written
   */
  public static void add(
      RunDirectory run, long step, String weights, String features, int samples, Findings found) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    found.numbers().forEach(number -> numbers.put(number.name(), number.value()));
    String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    List<Line> lines = new ArrayList<>(lines(run));
    lines.add(new Line(at, step, weights, features, samples, numbers));
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(Json.line(line)).append('\n'));
    AtomicFiles.writeString(run.evaluations(), text.toString());
  }

  /**
   * All lines, oldest first.
   *
   * @throws io.inkwash.file.FileException if the file cannot be read
   */
  public static List<Line> lines(RunDirectory run) {
    return Files.exists(run.evaluations())
        ? Json.readLines(run.evaluations(), Line.class)
        : List.of();
  }
}
