package io.inkwash.studio.work;

import io.inkwash.file.FileException;
import io.inkwash.train.MetricsLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The log of a run as columns. Where it has more lines than points are wanted, a point is the mean
 * of equally many lines.
 *
 * @param lines of the log
 */
public record MetricsTable(List<MetricsLog.Line> lines) {

  public MetricsTable {
    lines = List.copyOf(lines);
  }

  /** The log in a file; empty where there is none, or it is damaged. */
  public static MetricsTable read(Path file) {
    try {
      return new MetricsTable(MetricsLog.read(file));
    } catch (FileException damaged) {
      return new MetricsTable(List.of());
    }
  }

  /** The lines after a step. */
  public MetricsTable after(long step) {
    return new MetricsTable(lines.stream().filter(line -> line.step() > step).toList());
  }

  /** The last line. */
  public Optional<MetricsLog.Line> last() {
    return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(lines.size() - 1));
  }

  /** The mean loss of the last {@value MetricsLog#RECENT} steps; NaN where there are none. */
  public double recentLoss() {
    return lines.stream()
        .skip(Math.max(0, lines.size() - MetricsLog.RECENT))
        .mapToDouble(MetricsLog.Line::loss)
        .average()
        .orElse(Double.NaN);
  }

  /** At most so many means of the loss, over equal parts. */
  public double[] losses(int points) {
    return column(points, MetricsLog.Line::loss);
  }

  /** All columns by name. */
  public Map<String, Object> columns(int points) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("step", counts(points, MetricsLog.Line::step));
    columns.put("loss", losses(points));
    columns.put("gradientNorm", column(points, MetricsLog.Line::gradientNorm));
    columns.put("learningRate", last(points, MetricsLog.Line::rate));
    columns.put("images", counts(points, MetricsLog.Line::images));
    columns.put("seconds", last(points, MetricsLog.Line::seconds));
    Map<String, double[]> terms = new LinkedHashMap<>();
    for (String term : terms()) {
      terms.put(term, column(points, line -> line.terms().getOrDefault(term, Double.NaN)));
    }
    columns.put("terms", terms);
    columns.put("bands", Map.of("low", extreme(points, -1), "high", extreme(points, 1)));
    return columns;
  }

  private Set<String> terms() {
    Set<String> terms = new LinkedHashSet<>();
    lines.forEach(line -> terms.addAll(line.terms().keySet()));
    return terms;
  }

  private List<List<MetricsLog.Line>> parts(int points) {
    List<List<MetricsLog.Line>> parts = new ArrayList<>();
    int size = lines.size();
    int count = Math.min(points, size);
    for (int k = 0; k < count; k++) {
      parts.add(
          lines.subList((int) ((long) k * size / count), (int) ((long) (k + 1) * size / count)));
    }
    return parts;
  }

  private double[] column(int points, ToDoubleFunction<MetricsLog.Line> value) {
    return parts(points).stream()
        .mapToDouble(part -> part.stream().mapToDouble(value).average().orElse(Double.NaN))
        .toArray();
  }

  private double[] last(int points, ToDoubleFunction<MetricsLog.Line> value) {
    return parts(points).stream()
        .mapToDouble(part -> value.applyAsDouble(part.get(part.size() - 1)))
        .toArray();
  }

  private long[] counts(int points, ToLongFunction<MetricsLog.Line> value) {
    return parts(points).stream()
        .mapToLong(part -> value.applyAsLong(part.get(part.size() - 1)))
        .toArray();
  }

  private double[] extreme(int points, int sign) {
    return parts(points).stream()
        .mapToDouble(
            part -> sign * part.stream().mapToDouble(line -> sign * line.loss()).max().orElse(0))
        .toArray();
  }
}
