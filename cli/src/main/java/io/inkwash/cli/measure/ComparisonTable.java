package io.inkwash.cli.measure;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.cli.terminal.Numbers;
import io.inkwash.cli.terminal.Table;
import io.inkwash.evaluate.Finding;
import io.inkwash.picture.TradeOff;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.Recipe;
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
import java.util.stream.Collectors;

/**
 * Measured rows side by side, as a table and as a plot of quality against evaluations.
 *
 * @param rows of one protocol
 * @param refusals what could not be measured
 */
record ComparisonTable(List<Row> rows, List<Comparison.Refusal> refusals) {
  private static final List<String> HEAD =
      List.of("recipe", "minutes", "solver", "steps", "evaluations", "s / 64 images");

  /** A line for each row, after one of what real images score. */
  Table table() {
    Set<String> metrics =
        rows.stream()
            .flatMap(row -> row.findings().stream())
            .map(Finding::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<String> head = new ArrayList<>(HEAD);
    head.addAll(metrics);
    List<List<String>> lines = new ArrayList<>();
    if (metrics.stream().anyMatch(metric -> floor(metric).isPresent())) {
      List<String> floors = new ArrayList<>(List.of("real images", "", "", "", "", ""));
      metrics.forEach(metric -> floors.add(floor(metric).map(Numbers::of).orElse("")));
      lines.add(floors);
    }
    rows.forEach(row -> lines.add(line(row, metrics)));
    if (!refusals.isEmpty()) {
      head.add("refused");
      lines.forEach(line -> line.add(""));
      refusals.forEach(refusal -> lines.add(line(refusal, metrics)));
    }
    return new Table(head, lines);
  }

  private List<String> line(Row row, Set<String> metrics) {
    List<String> line =
        new ArrayList<>(
            List.of(
                label(row),
                Numbers.plain(Math.rint(row.minutes())),
                solver(row.sampling()),
                Integer.toString(row.sampling().steps()),
                row.evaluations() == null ? "" : Numbers.plain(row.evaluations()),
                Numbers.of(row.secondsPer64())));
    metrics.forEach(
        metric ->
            line.add(
                find(row, metric)
                    .map(found -> Numbers.of(found.value(), found.error()))
                    .orElse("")));
    return line;
  }

  private static List<String> line(Comparison.Refusal refusal, Set<String> metrics) {
    Recipe.Sampling sampling = refusal.sampling();
    List<String> line =
        new ArrayList<>(
            List.of(
                refusal.recipe(),
                "",
                solver(sampling),
                Integer.toString(sampling.steps()),
                "",
                ""));
    metrics.forEach(metric -> line.add(""));
    line.add(refusal.reason());
    return line;
  }

  /** The first metric against evaluations: a line for each run and solver. */
  TradeOff plot() {
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
        "%s of %,d samples".formatted(metric, rows.isEmpty() ? 0 : rows.get(0).protocol().count()),
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
    return weights.size() == 1
        ? row.recipe()
        : "%s (%s)".formatted(row.recipe(), Path.of(row.run()).getFileName());
  }

  /** A row in a line, as soon as it is there. */
  static String line(Row row) {
    String numbers =
        row.findings().stream()
            .map(found -> found.name() + " " + Numbers.of(found.value(), found.error()))
            .collect(Collectors.joining(", "));
    return row.recipe() + " by " + words(row.sampling()) + ": " + numbers;
  }

  /** A refusal in a line. */
  static String line(Comparison.Refusal refusal) {
    return refusal.recipe() + " by " + words(refusal.sampling()) + ": " + refusal.reason();
  }

  /** Such as {@code heun on edm, 18 steps}. */
  static String words(Recipe.Sampling sampling) {
    return solver(sampling) + ", " + sampling.steps() + " steps";
  }

  private static String solver(Recipe.Sampling sampling) {
    return brief(Catalog.SOLVERS, sampling.solver())
        + " on "
        + brief(Catalog.GRIDS, sampling.grid());
  }

  /** A choice without the arguments that are as they are anyway. */
  private static Spec brief(Registry<?> registry, Spec choice) {
    Map<String, String> arguments = new LinkedHashMap<>(choice.arguments());
    registry.entries().stream()
        .filter(entry -> entry.name().equals(choice.name()))
        .forEach(entry -> arguments.entrySet().removeAll(entry.defaults().entrySet()));
    return new Spec(choice.name(), arguments);
  }
}
