package io.inkwash.spark.submit;

import io.inkwash.cli.options.ReferenceOptions;
import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.FeatureChoice;
import io.inkwash.evaluate.Finding;
import io.inkwash.evaluate.Findings;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.evaluate.Subject;
import io.inkwash.file.Json;
import io.inkwash.model.Families;
import io.inkwash.model.Run;
import io.inkwash.spark.SparkSamples;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Measures a run against real images. */
@Command(
    name = "evaluate",
    description = "Measures a run against real images.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Executors draw and measure; the parts are merged. The numbers are those of inkwash evaluate",
      "within 1e-9. Real images are read and measured where the job starts.",
      "Example:",
      "  spark-submit --master spark://host:7077 inkwash-spark.jar \\",
      "      evaluate --run mnist --count 50000 --metrics fid,kid"
    })
final class EvaluateJob implements Callable<Integer> {
  @picocli.CommandLine.Spec CommandSpec spec;

  @Mixin JobOptions options;

  @Mixin ReferenceOptions real;

  @Option(
      names = "--metrics",
      paramLabel = "NAMES",
      split = ReferenceOptions.COMMAS,
      splitSynopsisLabel = ",",
      defaultValue = "fid,kid,precision-recall,density-coverage",
      description = "Metrics of samples. Default: ${DEFAULT-VALUE}.")
  List<String> metrics;

  @Override
  public Integer call() throws IOException {
    options.check();
    real.check();
    Run run = Run.open(options.run);
    ReferenceSet.Images images = real.images(List.of(options.run));
    FeatureChoice features = real.features(options.run, images);
    String comparedBy = features.features().toString();
    long seed = options.request.words().seed();
    try (SparkSession spark = JobOptions.session();
        ReferenceSet reference = real.open(features, images, 1, seed, (task, done, of) -> {})) {
      SparkSamples samples = new SparkSamples(options.generation(spark), comparedBy);
      Subject subject =
          new Subject(
              Families.nameOf(run.recipe()),
              run.recipe().data(),
              Optional.of(samples),
              Optional.empty(),
              options.request.batch());
      print(
          new Evaluation(subject, reference, metrics, (task, done, of) -> {}).findings(),
          comparedBy);
    }
    return 0;
  }

  /** A JSON object, for programs that read what jobs print. */
  private void print(Findings findings, String comparedBy) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("samples", real.count());
    values.put("seed", options.request.words().seed());
    values.put("features", comparedBy);
    for (Finding finding : findings.numbers()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("value", finding.value());
      one.put("error", finding.error());
      one.put("floor", finding.floor());
      one.put("better", finding.better().name().toLowerCase(Locale.ROOT));
      values.put(finding.name(), one);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(Json.pretty(values));
    out.flush();
  }
}
