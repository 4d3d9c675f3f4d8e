package io.inkwash.spark.submit;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataListener;
import io.inkwash.data.open.DataOptions;
import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.FeatureChoice;
import io.inkwash.evaluate.Finding;
import io.inkwash.evaluate.Findings;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.evaluate.StoredFeatures;
import io.inkwash.evaluate.Subject;
import io.inkwash.file.Json;
import io.inkwash.model.Families;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.RealImages;
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
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Images to draw and measure. Default: 5000.")
  int count;

  @Option(
      names = "--metrics",
      paramLabel = "NAMES",
      split = ",(?![^(]*\\))",
      splitSynopsisLabel = ",",
      defaultValue = "fid,kid,precision-recall,density-coverage",
      description = "Metrics of samples. Default: ${DEFAULT-VALUE}.")
  List<String> metrics;

  @Option(
      names = "--data",
      paramLabel = "SET",
      description = "Real images. Default: those that the run was trained on.")
  @Nullable String data;

  @Option(
      names = "--features",
      paramLabel = "F",
      description = "What images are compared by. Default: as inkwash evaluate chooses.")
  @Nullable String features;

  @Override
  public Integer call() throws IOException {
    Run run = Run.open(options.run);
    DataListener notices = spec.commandLine().getErr()::println;
    RealImages real = real(run, notices);
    ImageSource known = real.open(Split.TRAIN);
    ReferenceSet.Images images =
        real.unseen()
            .map(test -> ReferenceSet.Images.of(known, test, trainedOn(run)))
            .orElseGet(() -> new ReferenceSet.Images(known, Optional.empty()));
    Spec chosen =
        features == null
            ? FeatureChoice.by(words(run.provenance()), known).features()
            : Spec.parse(features);
    try (SparkSession spark = JobOptions.session();
        ReferenceSet reference =
            new ReferenceSet(
                images,
                new ReferenceSet.Extent(count, 1, options.seed),
                Catalog.FEATURES.make(chosen).open(known.shape()),
                new StoredFeatures(
                    DataOptions.defaults().cacheFolder().resolve("features"), notices),
                (task, done, of) -> {})) {
      SparkSamples samples = new SparkSamples(options.generation(spark), chosen.toString());
      Subject subject =
          new Subject(
              Families.nameOf(run.recipe()),
              run.recipe().data(),
              Optional.of(samples),
              Optional.empty(),
              options.batch);
      print(
          new Evaluation(subject, reference, metrics, (task, done, of) -> {}).findings(),
          chosen.toString());
    }
    return 0;
  }

  private RealImages real(Run run, DataListener notices) {
    ImageSpec form = run.recipe().data();
    return data == null
        ? RealImages.ofRun(options.run, run.provenance(), form, notices)
        : RealImages.named(data, notices).in(form);
  }

  private static List<String> trainedOn(Run run) {
    return List.of(run.provenance().dataHash());
  }

  private String words(Provenance made) {
    return data == null ? made.data().resolve(options.run) : data;
  }

  /** A JSON object, for programs that read what jobs print. */
  private void print(Findings findings, String comparedBy) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("samples", count);
    values.put("seed", options.seed);
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
