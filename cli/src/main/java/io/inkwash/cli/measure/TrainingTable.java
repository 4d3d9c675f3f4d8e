package io.inkwash.cli.measure;

import io.inkwash.cli.terminal.Table;
import io.inkwash.file.Json;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.Recipe;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How far runs have come, side by side. */
final class TrainingTable {
  private static final int LAST_LOSSES = 200;

  private TrainingTable() {}

  /** A line for each run. */
  static Table of(List<Path> runs) {
    return new Table(
        List.of("recipe", "step", "images", "minutes", "loss", "evaluations", "solver"),
        runs.stream().map(TrainingTable::line).toList());
  }

  private static List<String> line(Path folder) {
    RunDirectory run = RunDirectory.open(folder);
    Recipe recipe = Json.read(run.recipe(), Recipe.class);
    Recipe.Sampling sampling = recipe.sampling();
    String evaluations =
        "%,d".formatted(Catalog.SOLVERS.make(sampling.solver()).evaluations(sampling.steps()));
    List<MetricsLog.Line> log = Json.readLines(run.metrics(), MetricsLog.Line.class);
    if (log.isEmpty()) {
      return List.of(recipe.name(), "0", "0", "0", "", evaluations, sampling.solver().toString());
    }
    MetricsLog.Line last = log.get(log.size() - 1);
    double loss =
        log.subList(Math.max(0, log.size() - LAST_LOSSES), log.size()).stream()
            .mapToDouble(MetricsLog.Line::loss)
            .average()
            .orElseThrow();
    return List.of(
        recipe.name(),
        "%,d".formatted(last.step()),
        "%,d".formatted(last.images()),
        String.format(Locale.ROOT, "%.1f", last.seconds() / 60),
        String.format(Locale.ROOT, "%.4f", loss),
        evaluations,
        sampling.solver().toString());
  }
}
