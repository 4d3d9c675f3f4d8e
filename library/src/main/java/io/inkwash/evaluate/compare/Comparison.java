package io.inkwash.evaluate.compare;

import io.inkwash.catalog.SpecException;
import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.Findings;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.evaluate.Subject;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Run;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.train.MetricsLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates runs beside one reference set, each in several ways, and keeps every row at once. */
public final class Comparison {

  /** Receives what a comparison does. */
  public interface Listener extends Evaluation.Listener {

    /** The evaluation of a run in one way begins; tasks are of it from now on. */
    void begins(String subject);

    /** Its tasks are done. */
    void ends();

    /** A row has been measured, and kept. */
    void measured(Row row);

    /** A run cannot be drawn or measured so. */
    void refused(Refusal refusal);
  }

  /**
   * A run that cannot be drawn or measured in some way.
   *
   * @param run its folder
   * @param recipe the recipe's name
   * @param sampling the way
   * @param reason why, in one line
   */
  public record Refusal(
      String run, String recipe, DiffusionRecipe.@Nullable Sampling sampling, String reason) {}

  private final ReferenceSet reference;
  private final Protocol protocol;
  private final int batch;
  private final RowFile kept;
  private final Listener listener;
  private final List<Refusal> refusals = new ArrayList<>();

  /**
   * Compares nothing yet.
   *
   * @param protocol how rows are measured; that of the reference
   * @param batch images at a time
   * @param kept rows that are known, and where new ones are added
   */
  public Comparison(
      ReferenceSet reference, Protocol protocol, int batch, RowFile kept, Listener listener) {
    this.reference = reference;
    this.protocol = protocol;
    this.batch = batch;
    this.kept = kept;
    this.listener = listener;
  }

  /** What could not be measured. */
  public List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** Measures a run in every way that has not been measured yet. */
  public void add(Path run, List<Configuration> configurations) {
    OpenOptions options = OpenOptions.defaults().withPrecision(protocol.precision());
    try (DrawingModel model = Model.open(run, options)) {
      for (Configuration configuration : configurations) {
        DiffusionRecipe.Sampling sampling = configuration.sampling();
        if (configuration.refusal() != null) {
          refuse(run, model, sampling, configuration.refusal());
        } else if (kept.find(model.weights().hash(), sampling).isEmpty()) {
          measure(run, model, sampling);
        }
      }
    }
  }

  private void measure(Path run, DrawingModel model, DiffusionRecipe.@Nullable Sampling sampling) {
    listener.begins(model.recipe().name() + " by " + ComparisonTable.words(sampling));
    GenerateOptions options =
        (sampling == null ? GenerateOptions.defaults() : sampling.options())
            .withClasses(protocol.classes())
            .withSeed(protocol.seed());
    Evaluation evaluation;
    Findings findings;
    try {
      Subject subject = Subject.of(model, options, batch);
      evaluation = new Evaluation(subject, reference, protocol.metrics(), listener);
      findings = evaluation.findings();
    } catch (SpecException e) {
      refuse(run, model, sampling, String.valueOf(e.getMessage()));
      return;
    } finally {
      listener.ends();
    }
    Optional<Evaluation.Cost> cost = evaluation.cost();
    Row row =
        new Row(
            protocol,
            run.toString(),
            model.recipe().name(),
            RunSettings.of(model.recipe()),
            Run.open(run).provenance().seed(),
            model.weights().step(),
            model.weights().hash(),
            minutes(run),
            sampling,
            cost.map(Evaluation.Cost::evaluations).orElse(null),
            cost.map(spent -> 64 * spent.seconds() / protocol.count()).orElse(null),
            findings.numbers());
    kept.add(row);
    listener.measured(row);
  }

  private void refuse(
      Path run, DrawingModel model, DiffusionRecipe.@Nullable Sampling sampling, String reason) {
    Refusal refusal = new Refusal(run.toString(), model.recipe().name(), sampling, reason);
    refusals.add(refusal);
    listener.refused(refusal);
  }

  private static double minutes(Path run) {
    List<MetricsLog.Line> log = MetricsLog.read(Run.open(run).directory().metrics());
    return log.isEmpty() ? 0 : log.get(log.size() - 1).seconds() / 60;
  }
}
