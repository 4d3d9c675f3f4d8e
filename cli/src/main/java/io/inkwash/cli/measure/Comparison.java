package io.inkwash.cli.measure;

import io.inkwash.catalog.SpecException;
import io.inkwash.cli.terminal.EvaluationProgress;
import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.Findings;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.file.Json;
import io.inkwash.model.TrainedModel;
import io.inkwash.recipe.Recipe;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures runs by one yardstick, each in several ways, and writes down every row at once. */
final class Comparison {

  /** A run that cannot be drawn in a way, and why. */
  record Refusal(String recipe, Recipe.Sampling sampling, String reason) {}

  private final ReferenceSet yardstick;
  private final Protocol protocol;
  private final int batch;
  private final RowFile kept;
  private final EvaluationProgress progress;
  private final PrintWriter err;
  private final List<Refusal> refusals = new ArrayList<>();

  Comparison(
      ReferenceSet yardstick,
      Protocol protocol,
      int batch,
      RowFile kept,
      EvaluationProgress progress,
      PrintWriter err) {
    this.yardstick = yardstick;
    this.protocol = protocol;
    this.batch = batch;
    this.kept = kept;
    this.progress = progress;
    this.err = err;
  }

  /** What could not be measured. */
  List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** Measures a run in every way that has not been measured yet. */
  void enter(Path run, List<Configuration> entrants) {
    try (TrainedModel model =
        new TrainedModel(run, null, TrainedModel.Which.EMA, protocol.precision())) {
      for (Configuration entrant : entrants) {
        Recipe.Sampling sampling = entrant.sampling();
        if (entrant.refusal() != null) {
          refuse(model, sampling, entrant.refusal());
        } else if (kept.find(model.weightsHash(), sampling).isEmpty()) {
          measure(run, model, sampling);
        }
      }
    }
  }

  private void measure(Path run, TrainedModel model, Recipe.Sampling sampling) {
    String name = model.recipe().name() + " by " + ComparisonTable.words(sampling);
    progress.turnTo(name);
    Evaluation evaluation =
        new Evaluation(
            new Evaluation.Subject(
                model, model.drawing(sampling, protocol.classes(), protocol.seed(), null), batch),
            yardstick,
            protocol.metrics(),
            progress);
    Findings findings;
    try {
      findings = evaluation.findings();
    } catch (SpecException e) {
      refuse(model, sampling, String.valueOf(e.getMessage()));
      return;
    } finally {
      progress.close();
    }
    Optional<Evaluation.Cost> cost = evaluation.cost();
    Row row =
        new Row(
            protocol,
            run.toString(),
            model.recipe().name(),
            model.step(),
            model.weightsHash(),
            minutes(run),
            sampling,
            cost.map(Evaluation.Cost::evaluations).orElse(null),
            cost.map(spent -> 64 * spent.seconds() / protocol.count()).orElse(null),
            findings.numbers());
    kept.add(row);
    err.println(ComparisonTable.line(row));
    err.flush();
  }

  private void refuse(TrainedModel model, Recipe.Sampling sampling, String reason) {
    Refusal refusal = new Refusal(model.recipe().name(), sampling, reason);
    refusals.add(refusal);
    err.println(ComparisonTable.line(refusal));
    err.flush();
  }

  private static double minutes(Path run) {
    List<MetricsLog.Line> log =
        Json.readLines(RunDirectory.open(run).metrics(), MetricsLog.Line.class);
    return log.isEmpty() ? 0 : log.get(log.size() - 1).seconds() / 60;
  }
}
