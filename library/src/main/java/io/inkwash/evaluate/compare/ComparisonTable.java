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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measured rows side by side, as a table and as a plot of quality against evaluations. Rows of runs
 * that differ in their seed alone are one line, of their means and standard deviations.
 *
 * @param rows of one protocol
 * @param refusals what could not be measured
 */
public record ComparisonTable(List<Row> rows, List<Comparison.Refusal> refusals) {

  /** How a model without a solver draws. */
  private static final String ONE_WAY = "its network";

  private static final Set<String> OPTIONAL = Set.of("settings", "refused");

  /** Rows of runs that differ in their seed alone. */
  private List<SeedGroup<Row>> groups() {
    return SeedGroup.of(
        rows,
        Row::seed,
        row -> Arrays.asList(row.recipe(), row.settings(), row.step(), row.sampling()));
  }

  private RunNames names() {
    return RunNames.of(
        Stream.concat(rows.stream().map(Row::run), refusals.stream().map(Comparison.Refusal::run))
            .toList());
  }

  /** A line for each group of rows, after one of what real images score. */
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
    RunNames names = names();
    groups().forEach(group -> lines.add(line(group, names)));
    refusals.forEach(refusal -> lines.add(line(refusal, names)));
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

  private Map<String, String> line(SeedGroup<Row> group, RunNames names) {
    Row row = group.first();
    Map<String, String> line = new LinkedHashMap<>();
    line.put("recipe", row.recipe());
    line.put("run", group.folder(Row::run, names));
    String settings = RunSettings.differing(settings(row), settings());
    if (!settings.isEmpty()) {
      line.put("settings", settings);
    }
    line.put("minutes", Numbers.plain(Math.rint(group.mean(Row::minutes))));
    line.put("solver", solver(row.sampling()));
    line.put("steps", steps(row.sampling()));
    if (row.evaluations() != null) {
      line.put("evaluations", Numbers.plain(group.mean(each -> orZero(each.evaluations()))));
      line.put("s / 64 images", Numbers.of(group.mean(each -> orZero(each.secondsPer64()))));
    }
    for (Finding found : row.findings()) {
      line.put(
          found.name(),
          group.isOne()
              ? Numbers.of(found.value(), found.error())
              : group.words(each -> value(each, found.name())));
    }
    return line;
  }

  private static double orZero(@Nullable Double number) {
    return number == null ? 0 : number;
  }

  /** A number of a row; of rows of one protocol each has it. */
  private static double value(Row row, String metric) {
    return find(row, metric).map(Finding::value).orElse(Double.NaN);
  }

  private static Map<String, String> line(Comparison.Refusal refusal, RunNames names) {
    return Map.of(
        "recipe", refusal.recipe(),
        "run", names.of(refusal.run()),
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

  /** The first metric against evaluations: a line for each run and solver. */
  public TradeOff plot() {
    String metric = rows.isEmpty() ? "" : rows.get(0).findings().get(0).name();
    boolean oneRun = rows.stream().map(Row::weights).distinct().count() == 1;
    Map<String, List<TradeOff.Point>> lines = new LinkedHashMap<>();
    RunNames names = names();
    for (SeedGroup<Row> group : groups()) {
      Row row = group.first();
      if (find(row, metric).isPresent() && row.evaluations() != null) {
        String name = solver(row.sampling());
        lines
            .computeIfAbsent(
                oneRun ? name : label(group, names) + " by " + name, key -> new ArrayList<>())
            .add(
                new TradeOff.Point(
                    group.mean(each -> orZero(each.evaluations())),
                    group.mean(each -> value(each, metric))));
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
  private String label(SeedGroup<Row> group, RunNames names) {
    Row row = group.first();
    long alike =
        rows.stream()
            .filter(other -> other.recipe().equals(row.recipe()))
            .map(Row::weights)
            .distinct()
            .count();
    return alike == group.members().size()
        ? row.recipe()
        : format("%s (%s)", row.recipe(), group.folder(Row::run, names));
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
