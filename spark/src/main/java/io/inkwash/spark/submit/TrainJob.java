package io.inkwash.spark.submit;

import io.inkwash.cli.Inkwash;
import io.inkwash.cli.options.Usage;
import io.inkwash.spark.SparkRanks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Trains by several ranks, each a task. */
@Command(
    name = "train",
    description =
        "Trains by several ranks, each a task of its own, which Spark starts all at once.",
    customSynopsis = "inkwash-spark train --ranks N [OPTION of inkwash train]...",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "All other options are those of inkwash train, of which each rank runs one. Folders are on a",
      "file system that all executors have at the same path.",
      "Example:",
      "  spark-submit --master spark://host:7077 inkwash-spark.jar train --ranks 4 \\",
      "      --recipe ddpm --data mnist --out /shared/runs/mnist"
    })
final class TrainJob implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--ranks",
      paramLabel = "N",
      required = true,
      description = "Ranks, no more than the cluster has slots for tasks.")
  int ranks;

  @Unmatched List<String> words = new ArrayList<>();

  /**
   * How one rank ended.
   *
   * @param out what it printed
   * @param err its messages
   */
  private record End(int code, String out, String err) implements Serializable {}

  @Override
  public Integer call() throws IOException {
    Usage.requireAtLeast(spec, "--ranks", ranks, 1);
    List<String> command = new ArrayList<>(List.of("train"));
    command.addAll(words);
    String[] arguments = command.toArray(String[]::new);
    try (SparkSession spark = JobOptions.session()) {
      List<End> ends = SparkRanks.run(spark, ranks, environment -> rank(environment, arguments));
      End shown = ends.stream().filter(end -> end.code != 0).findFirst().orElse(ends.get(0));
      PrintWriter err = spec.commandLine().getErr();
      err.print(shown.err);
      err.flush();
      spec.commandLine().getOut().print(shown.out);
      spec.commandLine().getOut().flush();
      return shown.code;
    }
  }

  /** The part of one rank. A failure is its result: Spark would begin again. */
  private static End rank(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Inkwash.run(environment, new PrintWriter(out), new PrintWriter(err), arguments);
    return new End(code, out.toString(), err.toString());
  }
}
