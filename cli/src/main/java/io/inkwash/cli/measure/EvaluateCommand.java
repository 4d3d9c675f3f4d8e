package io.inkwash.cli.measure;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.ModelOptions;
import io.inkwash.cli.options.OneRun;
import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.ReferenceOptions;
import io.inkwash.cli.options.Usage;
import io.inkwash.cli.terminal.EvaluationProgress;
import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.EvaluationLog;
import io.inkwash.evaluate.EvaluationMetrics;
import io.inkwash.evaluate.FeatureChoice;
import io.inkwash.evaluate.Figure;
import io.inkwash.evaluate.Finding;
import io.inkwash.evaluate.Findings;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.evaluate.Subject;
import io.inkwash.evaluate.report.Facts;
import io.inkwash.evaluate.report.Numbers;
import io.inkwash.evaluate.report.ReportPage;
import io.inkwash.evaluate.report.Table;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.model.Capability;
import io.inkwash.model.Families;
import io.inkwash.model.ImageEncoder;
import io.inkwash.model.Model;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Measures a trained run against real images. */
@Command(
    name = "evaluate",
    description = "Measures a trained run against real images.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The floor is the score of real images beside other real images.",
      "Examples:",
      "  inkwash evaluate --run runs/mnist --count 5000 --report",
      "  inkwash evaluate --run runs/mnist --metrics memorization --pictures pairs",
      "  inkwash evaluate --run runs/mnist --metrics nll --nll-count 256 --json",
      "  inkwash evaluate --run runs/vdm --metrics 'nll(by=bound)' --nll-count 10000"
    })
public final class EvaluateCommand implements Callable<Integer> {
  private static final String BESIDE_THE_RUN = "RUN/report.html";
  private static final List<String> OF_SAMPLES =
      List.of("fid", "kid", "precision-recall", "density-coverage", "memorization");
  private static final List<String> OF_RECONSTRUCTIONS = List.of("psnr", "ssim", "rfid");
  private static final String LIKELIHOOD = "nll";
  private static final int SHOWN = 64;
  private static final int COLUMNS = 8;

  @CommandLine.Spec CommandSpec spec;

  @Mixin ModelOptions options = new ModelOptions(new OneRun());

  @Mixin ReferenceOptions real;

  @Mixin LikelihoodOption likelihood;

  @Option(
      names = "--metrics",
      paramLabel = "NAMES",
      split = ReferenceOptions.COMMAS,
      splitSynopsisLabel = ",",
      description =
          "Metrics; inkwash explain --list names them. Default: fid,kid,precision-recall,"
              + "density-coverage,memorization; of a model that does not draw: psnr,ssim,rfid.")
  @Nullable List<String> metrics;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      description =
          "How exactly metric nll follows the probability flow, such as 1e-3, which takes fewer"
              + " steps. Default: 1e-5.")
  @Nullable Double tolerance;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = BESIDE_THE_RUN,
      description =
          "Write a page with samples, numbers, curves and commands, its pictures inside. Where no"
              + " FILE is named: RUN/report.html.")
  @Nullable Path report;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description =
          "Write DIR/samples.png, and what metrics show: DIR/nearest-training-images.png.")
  @Nullable Path pictures;

  @Mixin ComputeOptions compute;

  @Override
  public Integer call() throws Exception {
    check();
    boolean draws = Capability.DRAWS.of(Families.modelTypeOf(Run.open(options.run()).recipe()));
    if (draws) {
      options.checkRun();
    }
    PrintWriter err = spec.commandLine().getErr();
    ReferenceSet.Images images = real.images(List.of(options.run()));
    ComputeOptions.Setup setup = compute.start();
    FeatureChoice features = real.features(options.run(), images);
    try (Measured measured = draws ? drawing(setup) : encoding(setup);
        EvaluationProgress progress = new EvaluationProgress(err);
        ReferenceSet reference =
            real.open(features, images, likelihood.count, options.seed(), progress)) {
      Evaluation evaluation =
          new Evaluation(measured.subject, reference, chosen(usual(draws)), progress);
      Findings findings = evaluation.findings();
      Map<String, Object> facts =
          Facts.of(measured.facts(), evaluation, features.reason(), setup.precision());
      show(evaluation, facts, findings);
      log(measured.model, evaluation, findings);
      progress.close();
      if (json) {
        print(facts, findings);
      } else {
        table(facts, findings);
      }
    }
    return 0;
  }

  /** The metrics, with their tolerance. */
  private List<String> chosen(List<String> usual) {
    return Objects.requireNonNullElse(metrics, usual).stream()
        .map(name -> tolerance == null || !isLikelihood(name) ? name : tolerant(name, tolerance))
        .toList();
  }

  private static boolean isLikelihood(String metric) {
    return Spec.parse(metric).name().equals(LIKELIHOOD);
  }

  private static String tolerant(String metric, double tolerance) {
    return Spec.parse(metric).with("tolerance", Double.toString(tolerance)).toString();
  }

  private static List<String> usual(boolean draws) {
    return draws ? OF_SAMPLES : OF_RECONSTRUCTIONS;
  }

  /**
   * A model that is read.
   *
   * @param model itself
   * @param subject the same as metrics see it
   * @param text facts of it and of how it is drawn
   * @param opened what is to be closed
   */
  private record Measured(
      Model model, Subject subject, Map<String, String> text, AutoCloseable opened)
      implements AutoCloseable {

    /** The model, and how it is drawn. */
    Map<String, String> facts() {
      Map<String, String> facts = new LinkedHashMap<>();
      text.forEach((key, value) -> facts.put(key.replace("inkwash:", ""), value));
      return facts;
    }

    @Override
    public void close() throws Exception {
      opened.close();
    }
  }

  private Measured drawing(ComputeOptions.Setup setup) {
    ModelOptions.Opened opened = options.open(setup);
    return new Measured(
        opened.model(),
        Subject.of(opened.model(), opened.drawing(), options.batch()),
        options.text(opened.model()),
        opened);
  }

  private Measured encoding(ComputeOptions.Setup setup) {
    ImageEncoder model = options.openEncoder(setup, "evaluate");
    return new Measured(model, Subject.of(model, options.batch()), options.text(model), model);
  }

  /** Refuses what cannot be, before anything is read or drawn. */
  private void check() {
    options.check();
    real.check();
    likelihood.check(spec);
    compute.check();
    chosen(List.of()).forEach(name -> Usage.requireMeaning(spec, name, EvaluationMetrics.METRICS));
    if (tolerance != null
        && (metrics == null || metrics.stream().noneMatch(EvaluateCommand::isLikelihood))) {
      throw Usage.wrong(
          spec, "--tolerance is of metric nll, which is not requested; add --metrics nll");
    }
    if (report != null) {
      report =
          report.equals(Path.of(BESIDE_THE_RUN)) ? options.run().resolve("report.html") : report;
      Places.requireFile(report);
    }
    if (pictures != null) {
      Places.requireFolder(pictures);
    }
  }

  /**
   * Keeps the numbers beside the run; a run that may not be written to is evaluated all the same.
   */
  private void log(Model model, Evaluation evaluation, Findings findings) {
    try {
      SavedWeights weights = model.weights();
      EvaluationLog.add(
          Run.open(options.run()).directory(),
          weights.step(),
          weights.which().word(),
          evaluation.reference().extractor().name(),
          evaluation.reference().extent().samples(),
          findings);
    } catch (FileException e) {
      spec.commandLine().getErr().println("not kept beside the run: " + e.getMessage());
    }
  }

  /** Writes the pictures and the page, where they are requested. */
  private void show(Evaluation evaluation, Map<String, Object> facts, Findings findings) {
    if (report == null && pictures == null) {
      return;
    }
    List<Picture> first = evaluation.first(SHOWN);
    Figure samples =
        new Figure(
            "samples",
            format(
                evaluation.subject().samples().isPresent()
                    ? "The first %d samples."
                    : "%d pictures: unseen images, each before what comes back of its latents.",
                first.size()),
            ImageIo.grid(first, Math.min(COLUMNS, first.size()), 1));
    PrintWriter err = spec.commandLine().getErr();
    if (pictures != null) {
      write(pictures, samples);
      for (Figure figure : findings.figures()) {
        write(pictures, figure);
      }
      err.println("pictures in " + pictures);
    }
    if (report != null) {
      List<String> words = spec.root().commandLine().getParseResult().originalArgs();
      new ReportPage(options.run(), samples, facts, findings, words).write(report);
      err.println("report in " + report);
    }
  }

  private static void write(Path folder, Figure figure) {
    ImageIo.writePng(folder.resolve(figure.name() + ".png"), figure.picture());
  }

  private void table(Map<String, Object> facts, Findings findings) {
    PrintWriter out = spec.commandLine().getOut();
    facts.forEach((key, value) -> out.printf(Locale.ROOT, "  %-22s %s%n", key, Facts.text(value)));
    Table table =
        new Table(
            List.of("metric", "value", "error", "floor", "better"),
            findings.numbers().stream()
                .map(
                    finding ->
                        List.of(
                            finding.name(),
                            Numbers.of(finding.value()),
                            Numbers.of(finding.error()),
                            Numbers.of(finding.floor()),
                            better(finding)))
                .toList());
    out.printf(Locale.ROOT, "%n%s%n", table.text());
    out.flush();
  }

  private static String better(Finding finding) {
    return finding.better().name().toLowerCase(Locale.ROOT)
        + (finding.note().isEmpty() ? "" : "; " + finding.note());
  }

  private void print(Map<String, Object> facts, Findings findings) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("facts", facts);
    all.put("findings", findings.numbers());
    spec.commandLine().getOut().println(Json.pretty(all));
    spec.commandLine().getOut().flush();
  }
}
