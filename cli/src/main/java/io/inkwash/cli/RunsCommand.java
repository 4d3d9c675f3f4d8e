package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.evaluate.EvaluationLog;
import io.inkwash.evaluate.RunSummary;
import io.inkwash.evaluate.report.Numbers;
import io.inkwash.evaluate.report.Table;
import io.inkwash.file.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists runs. */
@Command(
    name = "runs",
    description = "Lists runs: recipe, progress, score, size, and what differs from the recipe.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The loss is the mean of the last 100 steps, the FID that of the last evaluate.",
      "Examples:",
      "  inkwash runs",
      "  inkwash runs experiments --json",
      "  inkwash runs --prune"
    })
final class RunsCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..1",
      defaultValue = "runs",
      description = "The folder that holds runs, or one run. Default: runs.")
  Path folder;

  @Option(
      names = "--prune",
      description =
          "Delete all checkpoints but each run's newest. Runs in training are left alone; the"
              + " others can be resumed as before.")
  boolean prune;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public Integer call() {
    List<RunSummary> runs = RunSummary.under(folder);
    if (prune) {
      long freed = 0;
      for (RunSummary run : runs) {
        freed += run.state() == RunSummary.State.TRAINING ? 0 : run.prune();
      }
      spec.commandLine().getErr().println("freed " + bytes(freed));
      runs = RunSummary.under(folder);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(runs.stream().map(RunsCommand::fields).toList()));
    } else if (runs.isEmpty()) {
      out.println("no runs in " + folder + "; inkwash train --out makes one");
    } else {
      out.println(table(runs).text());
    }
    out.flush();
    return 0;
  }

  private static Table table(List<RunSummary> runs) {
    return new Table(
        List.of("run", "recipe", "step", "images", "loss", "fid", "size", "state", "changes"),
        runs.stream()
            .map(
                run ->
                    List.of(
                        run.folder().toString(),
                        run.recipe(),
                        format("%,d", run.counters().step()),
                        format("%,d", run.counters().images()),
                        loss(run.counters().loss()),
                        run.evaluation().map(RunsCommand::fid).orElse(""),
                        bytes(run.bytes()),
                        run.state().name().toLowerCase(Locale.ROOT),
                        changes(run.changes())))
            .toList());
  }

  private static String loss(double loss) {
    return Double.isNaN(loss) ? "" : format("%.5f", loss);
  }

  private static String fid(EvaluationLog.Line line) {
    Double fid = line.numbers().get("fid");
    return fid == null ? "" : Numbers.of(fid) + " (" + line.features() + ")";
  }

  private static String changes(Map<String, String> changes) {
    return changes.entrySet().stream()
        .map(change -> change.getKey() + "=" + change.getValue())
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Object> fields(RunSummary run) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("folder", run.folder().toString());
    fields.put("recipe", run.recipe());
    fields.put("changes", run.changes());
    fields.put("state", run.state().name().toLowerCase(Locale.ROOT));
    run.goal().ifPresent(goal -> fields.put("goal", goal.limits()));
    fields.put("step", run.counters().step());
    fields.put("images", run.counters().images());
    fields.put("seconds", run.counters().seconds());
    fields.put("loss", run.counters().loss());
    run.evaluation().ifPresent(line -> fields.put("evaluation", line));
    fields.put("bytes", run.bytes());
    return fields;
  }

  private static String bytes(long bytes) {
    return bytes < 1_000_000 ? format("%.1f kB", bytes / 1e3) : format("%.1f MB", bytes / 1e6);
  }
}
