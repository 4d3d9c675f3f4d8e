package io.inkwash.cli;

import io.inkwash.data.DataListener;
import io.inkwash.data.DataOptions;
import io.inkwash.data.DataSets;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.io.Json;
import io.inkwash.metric.FeatureExtractor;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.Choice;
import io.inkwash.recipe.Evaluation;
import io.inkwash.recipe.Finding;
import io.inkwash.recipe.Provenance;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.StoredFeatures;
import io.inkwash.torch.Precision;
import io.inkwash.train.RunDirectory;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a trained run against real images. */
@Command(
    name = "evaluate",
    description = "Measures a trained run against real images.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The floor is what real images score against other real images.",
      "Examples:",
      "  inkwash evaluate --run runs/mnist --count 5000",
      "  inkwash evaluate --run runs/mnist --metrics nll --nll-count 256 --json"
    })
final class EvaluateCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Mixin ModelOptions options;

  @Option(
      names = "--data",
      paramLabel = "SET",
      description = "Real images. Default: those that the run was trained on.")
  @Nullable String data;

  @Option(
      names = "--metrics",
      paramLabel = "NAMES",
      split = ",",
      defaultValue = "fid,kid,precision-recall,density-coverage",
      description = "Metrics; inkwash explain --list names them. Default: ${DEFAULT-VALUE}.")
  List<String> metrics;

  @Option(
      names = "--features",
      paramLabel = "F",
      defaultValue = "digits-lenet",
      description = "What images are compared by. Default: digits-lenet.")
  String features;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Images to draw. Default: 5000.")
  int count;

  @Option(
      names = "--nll-count",
      paramLabel = "N",
      defaultValue = "64",
      description = "Unseen images to give bits. Default: 64.")
  int likelihoodCount;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() {
    options.check();
    compute.check();
    Usage.requireAtLeast(spec, "--count", count, 2);
    Usage.requireAtLeast(spec, "--nll-count", likelihoodCount, 1);
    for (String name : metrics) {
      Usage.meaning(spec, () -> Catalog.METRICS.make(Choice.parse(name)));
    }
    Choice lens = Usage.meaning(spec, () -> Catalog.FEATURES.complete(Choice.parse(features)));
    options.checkRun();
    PrintWriter err = spec.commandLine().getErr();
    ImageSource real = open(Split.TRAIN);
    ImageSource unseen = open(Split.TEST);
    Precision precision = compute.start(err);
    try (ModelOptions.Opened opened = options.open(precision);
        FeatureExtractor extractor = Catalog.FEATURES.make(lens).open(real.shape());
        EvaluationProgress progress = new EvaluationProgress(err)) {
      Evaluation evaluation =
          new Evaluation(
              new Evaluation.Subject(opened.model(), opened.drawing(), options.batch, real, unseen),
              new Evaluation.Extent(count, likelihoodCount, options.seed),
              extractor,
              new StoredFeatures(DataOptions.defaults().cacheFolder().resolve("features")),
              progress);
      List<Finding> findings = evaluation.findings(metrics);
      Map<String, String> facts = facts(opened, evaluation, extractor);
      if (json) {
        print(facts, findings);
      } else {
        table(facts, findings);
      }
    }
    return 0;
  }

  private ImageSource open(Split split) {
    Recipe.Data form = options.recipe().data();
    String set =
        data == null
            ? Json.read(RunDirectory.open(options.run).provenance(), Provenance.class).data()
            : data;
    DataListener listener = message -> spec.commandLine().getErr().println(message);
    return DataSets.open(
        set,
        split,
        DataOptions.defaults()
            .withSize(form.height())
            .withChannels(form.channels())
            .withListener(listener));
  }

  /** All that the numbers depend on. */
  private Map<String, String> facts(
      ModelOptions.Opened opened, Evaluation evaluation, FeatureExtractor extractor) {
    Map<String, String> facts = new LinkedHashMap<>();
    options
        .text(opened.model())
        .forEach((key, value) -> facts.put(key.replace("inkwash:", ""), value));
    Evaluation.Subject subject = evaluation.subject();
    facts.put(
        "real",
        "%s, train split, %,d images".formatted(subject.real().name(), subject.real().count()));
    facts.put(
        "unseen",
        "%s, test split, %,d images".formatted(subject.unseen().name(), subject.unseen().count()));
    facts.put("features", extractor.name() + " sha256:" + extractor.contentHash());
    facts.put("resize", extractor.resizeRule());
    if (evaluation.drawingSeconds() > 0) {
      facts.put("samples", Integer.toString(count));
      facts.put(
          "seconds per 64 images",
          String.format(Locale.ROOT, "%.2f", 64 * evaluation.drawingSeconds() / count));
    }
    return facts;
  }

  private void table(Map<String, String> facts, List<Finding> findings) {
    PrintWriter out = spec.commandLine().getOut();
    facts.forEach((key, value) -> out.printf("  %-22s %s%n", key, value));
    out.printf("%n%-24s %12s %10s %12s   %s%n", "metric", "value", "error", "floor", "better");
    for (Finding finding : findings) {
      out.printf(
          Locale.ROOT,
          "%-24s %12s %10s %12s   %s%n",
          finding.name(),
          number(finding.value()),
          number(finding.error()),
          number(finding.floor()),
          finding.better().name().toLowerCase(Locale.ROOT)
              + (finding.note().isEmpty() ? "" : "; " + finding.note()));
    }
    out.flush();
  }

  private static String number(@Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.5f", value);
  }

  private void print(Map<String, String> facts, List<Finding> findings) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("facts", facts);
    report.put("findings", findings);
    spec.commandLine().getOut().println(Json.pretty(report));
    spec.commandLine().getOut().flush();
  }
}
