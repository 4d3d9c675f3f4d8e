package io.inkwash.evaluate.compare;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.evaluate.Finding;
import io.inkwash.evaluate.report.Numbers;
import io.inkwash.evaluate.report.Table;
import io.inkwash.picture.TradeOff;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.parts.Catalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Measured rows side by side, as a table and as a plot of quality against evaluations.
 *
 * @param rows of one protocol
 * @param refusals what could not be measured
 */
public record ComparisonTable(List<Row> rows, List<Comparison.Refusal> refusals) {

  /** How a model without a solver draws. */
  private static final String ONE_WAY = "its network";

  private static final Set<String> OPTIONAL = Set.of("settings", "refused");

  /** A line for each row, after one of what real images score. */
  public Table table() {
    Set<String> metrics =
        rows.stream()
            .flatMap(row -> row.findings().stream())
            .map(Finding::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<Map<String, String>> lines = new ArrayList<>();
    if (metrics.stream().anyMatch(metric -> floor(metric).isPresent())) {
      Map<String, String> floors = new LinkedHashMap<>();
      floors.put("recipe", "real images");
      metrics.forEach(
          metric -> floor(metric).map(Numbers::of).ifPresent(n -> floors.put(metric, n)));
      lines.add(floors);
    }
    rows.forEach(row -> lines.add(line(row)));
    refusals.forEach(refusal -> lines.add(line(refusal)));
    Predicate<String> used = column -> lines.stream().anyMatch(line -> line.containsKey(column));
    List<String> head = new ArrayList<>(List.of("recipe", "run", "settings", "minutes"));
    head.addAll(List.of("solver", "steps", "evaluations", "s / 64 images"));
    head.addAll(metrics);
    head.add("refused");
    head.removeIf(column -> OPTIONAL.contains(column) && !used.test(column));
    return new Table(
        head,
        lines.stream()
            .map(line -> head.stream().map(column -> line.getOrDefault(column, "")).toList())
            .toList());
  }

  private Map<String, String> line(Row row) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("recipe", row.recipe());
    line.put("run", folder(row.run()));
    String settings = RunSettings.differing(settings(row), settings());
    if (!settings.isEmpty()) {
      line.put("settings", settings);
    }
    line.put("minutes", Numbers.plain(Math.rint(row.minutes())));
    line.put("solver", solver(row.sampling()));
    line.put("steps", steps(row.sampling()));
    if (row.evaluations() != null) {
      line.put("evaluations", Numbers.plain(row.evaluations()));
    }
    line.put("s / 64 images", Numbers.of(row.secondsPer64()));
    for (Finding found : row.findings()) {
      line.put(found.name(), Numbers.of(found.value(), found.error()));
    }
    return line;
  }

  private static Map<String, String> line(Comparison.Refusal refusal) {
    return Map.of(
        "recipe", refusal.recipe(),
        "run", folder(refusal.run()),
        "solver", solver(refusal.sampling()),
        "steps", steps(refusal.sampling()),
        "refused", refusal.reason());
  }

  private List<RunSettings.Run> settings() {
    return rows.stream().map(ComparisonTable::settings).toList();
  }

  private static RunSettings.Run settings(Row row) {
    return new RunSettings.Run(row.recipe(), row.settings());
  }

  /** The name of a run's folder. */
  static String folder(String run) {
    Path name = Path.of(run).toAbsolutePath().normalize().getFileName();
    return name == null ? run : name.toString();
  }

  /** The first metric against evaluations: a line for each run and solver. */
  public TradeOff plot() {
    String metric = rows.isEmpty() ? "" : rows.get(0).findings().get(0).name();
    boolean oneRun = rows.stream().map(Row::weights).distinct().count() == 1;
    Map<String, List<TradeOff.Point>> lines = new LinkedHashMap<>();
    for (Row row : rows) {
      Optional<Finding> found = find(row, metric);
      if (found.isPresent() && row.evaluations() != null) {
        String name = solver(row.sampling());
        lines
            .computeIfAbsent(oneRun ? name : label(row) + " by " + name, key -> new ArrayList<>())
            .add(new TradeOff.Point(row.evaluations(), found.get().value()));
      }
    }
    return new TradeOff(
        format("%s of %,d samples", metric, rows.isEmpty() ? 0 : rows.get(0).protocol().count()),
        "evaluations of the model for an image",
        metric,
        lines.entrySet().stream()
            .map(line -> new TradeOff.Line(line.getKey(), line.getValue()))
            .toList(),
        floor(metric).map(OptionalDouble::of).orElse(OptionalDouble.empty()));
  }

  private Optional<Double> floor(String metric) {
    return rows.stream()
        .flatMap(row -> find(row, metric).stream())
        .flatMap(found -> Optional.ofNullable(found.floor()).stream())
        .findFirst();
  }

  private static Optional<Finding> find(Row row, String metric) {
    return row.findings().stream().filter(found -> found.name().equals(metric)).findFirst();
  }

  /** The recipe; the folder as well, where several runs are of one recipe. */
  private String label(Row row) {
    Set<String> weights =
        rows.stream()
            .filter(other -> other.recipe().equals(row.recipe()))
            .map(Row::weights)
            .collect(Collectors.toCollection(TreeSet::new));
    return weights.size() == 1 ? row.recipe() : format("%s (%s)", row.recipe(), folder(row.run()));
  }

  /** A row in a line. */
  public static String summary(Row row) {
    String numbers =
        row.findings().stream()
            .map(found -> found.name() + " " + Numbers.of(found.value(), found.error()))
            .collect(Collectors.joining(", "));
    return row.recipe() + " by " + words(row.sampling()) + ": " + numbers;
  }

  /** A refusal in a line. */
  public static String summary(Comparison.Refusal refusal) {
    return refusal.recipe() + " by " + words(refusal.sampling()) + ": " + refusal.reason();
  }

  private static String steps(DiffusionRecipe.@Nullable Sampling sampling) {
    return sampling == null ? "1" : Integer.toString(sampling.steps());
  }

  /** Such as {@code heun on edm, 18 steps}. */
  static String words(DiffusionRecipe.@Nullable Sampling sampling) {
    return sampling == null ? ONE_WAY : solver(sampling) + ", " + sampling.steps() + " steps";
  }

  private static String solver(DiffusionRecipe.@Nullable Sampling sampling) {
    if (sampling == null) {
      return ONE_WAY;
    }
    return brief(Catalog.SOLVERS, sampling.solver())
        + " on "
        + brief(Catalog.GRIDS, sampling.grid());
  }

  /** A spec without the arguments that equal their defaults. */
  private static Spec brief(Registry<?> registry, Spec choice) {
    Map<String, String> arguments = new LinkedHashMap<>(choice.arguments());
    registry.entries().stream()
        .filter(entry -> entry.name().equals(choice.name()))
        .forEach(entry -> arguments.entrySet().removeAll(entry.defaults().entrySet()));
    return new Spec(choice.name(), arguments);
  }
}
