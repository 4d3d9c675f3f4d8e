package io.inkwash.studio.work;

import io.inkwash.evaluate.RunSummary;
import io.inkwash.file.FileException;
import io.inkwash.model.Families;
import io.inkwash.model.Run;
import io.inkwash.studio.model.RunFolder;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A run at a glance, as the API shows it: what is on disk, and what this studio does with it. */
public final class RunFacts {
  private static final int SPARKLINE = 60;

  private final RunFolder runs;
  private final Trainings trainings;
  private final Map<Path, Trace> traces = new ConcurrentHashMap<>();

  /** What the log of a run says that has so many bytes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Trace(long bytes, double[] losses, double loss, Optional<MetricsLog.Line> last) {}

  /** Facts of the runs of a folder. */
  public RunFacts(RunFolder runs, Trainings trainings) {
    this.runs = runs;
    this.trainings = trainings;
  }

  /** All runs. A run that is deleted meanwhile is left out. */
  public List<Map<String, Object>> all() {
    List<Path> folders = runs.runs();
    traces.keySet().retainAll(folders);
    return folders.stream().flatMap(folder -> ifThere(folder).stream()).toList();
  }

  private Optional<Map<String, Object>> ifThere(Path folder) {
    try {
      return Optional.of(of(folder));
    } catch (FileException gone) {
      return Optional.empty();
    }
  }

  /** One run. */
  public Map<String, Object> of(Path folder) {
    RunSummary summary = RunSummary.of(folder);
    RunDirectory directory = RunDirectory.open(folder);
    Optional<Training> training = trainings.of(runs.id(folder));
    boolean here = training.map(Training::active).orElse(false);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", runs.id(folder));
    facts.put("recipe", summary.recipe());
    facts.put("family", family(folder));
    facts.put("changes", summary.changes());
    facts.put("state", state(summary, training));
    facts.put("here", here);
    summary.goal().ifPresent(goal -> facts.put("goal", goal.limits()));
    Trace trace = trace(directory);
    facts.put("step", trace.last.map(MetricsLog.Line::step).orElse(summary.counters().step()));
    facts.put(
        "images", trace.last.map(MetricsLog.Line::images).orElse(summary.counters().images()));
    facts.put(
        "seconds", trace.last.map(MetricsLog.Line::seconds).orElse(summary.counters().seconds()));
    facts.put("loss", trace.loss);
    facts.put("losses", trace.losses);
    training.filter(Training::active).ifPresent(each -> facts.put("progress", each.progress()));
    training.flatMap(Training::message).ifPresent(line -> facts.put("message", line));
    List<Long> sampled = directory.sampled();
    if (!sampled.isEmpty()) {
      facts.put("samples", sampled.get(sampled.size() - 1));
    }
    summary.evaluation().ifPresent(line -> facts.put("evaluation", line));
    facts.put("bytes", summary.bytes());
    return facts;
  }

  private static String family(Path folder) {
    try {
      return Families.nameOf(Run.open(folder).recipe());
    } catch (FileException damaged) {
      return "";
    }
  }

  /** What this studio knows goes before what the files say. */
  private static String state(RunSummary summary, Optional<Training> training) {
    String onDisk = summary.state().name().toLowerCase(Locale.ROOT);
    if (summary.state() == RunSummary.State.TRAINING || training.isEmpty()) {
      return onDisk;
    }
    return switch (training.get().state()) {
      case QUEUED, TRAINING, STOPPED, DIVERGED -> training.get().state().word();
      case FAILED, TRAINED -> onDisk;
    };
  }

  private Trace trace(RunDirectory directory) {
    Path file = directory.metrics();
    long bytes = size(file);
    Trace known = traces.get(directory.root());
    if (known == null || known.bytes != bytes) {
      MetricsTable table = MetricsTable.read(file);
      known = new Trace(bytes, table.losses(SPARKLINE), table.recentLoss(), table.last());
      traces.put(directory.root(), known);
    }
    return known;
  }

  /** The bytes of a file; 0 where there is none. */
  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException none) {
      return 0;
    } catch (IOException e) {
      throw new FileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }
}
