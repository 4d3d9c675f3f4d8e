package io.inkwash.cli.restore;

import io.inkwash.catalog.Spec;
import io.inkwash.cli.options.ComputeOptions;
import io.inkwash.cli.options.PriorSource;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.PixelRange;
import io.inkwash.evaluate.report.Table;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.request.DrawingWords;
import io.inkwash.request.RestorationWords;
import io.inkwash.restore.Prior;
import io.inkwash.restore.Restoration;
import io.inkwash.restore.Restored;
import io.inkwash.restore.degradation.Degradation;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.TensorScope;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import picocli.CommandLine.Model.CommandSpec;

/** The work of every command that undoes a degradation: all images by each method, in batches. */
final class Repair {
  private final RepairOptions options;
  private final PrintWriter err;
  private final Problems problems;
  private final List<Spec> methods;
  private final Prior prior;

  private Repair(
      RepairOptions options, Problems problems, List<Spec> methods, Prior prior, PrintWriter err) {
    this.options = options;
    this.problems = problems;
    this.methods = methods;
    this.prior = prior;
    this.err = err;
  }

  /**
   * Restores, and returns the exit code.
   *
   * @param degradation what happened to the images
   */
  static int run(
      CommandSpec spec, RepairOptions options, ComputeOptions compute, Spec degradation) {
    Degradation happened = Usage.meaning(spec, () -> Catalog.DEGRADATIONS.make(degradation));
    options.check(spec, happened);
    compute.check();
    DrawingWords words = options.guiding.in(options.sampler);
    PriorSource source = options.run.source("restore", words);
    Prior unread = source.unread();
    PrintWriter err = spec.commandLine().getErr();
    ComputeOptions.Setup setup = compute.start();
    try (ComputeDevice.Use use = setup.device().enter();
        TensorScope scope = TensorScope.open()) {
      RestorationWords restored = options.words(degradation);
      Problems problems = new Problems(options, restored, source, err);
      List<Spec> methods = options.methods(spec, problems.of(unread, 0));
      for (int k = 0; k < (problems.singly() ? problems.inputs().count() : 1); k++) {
        methods.forEach(problems.of(unread, k)::check);
      }
      Gallery gallery = new Gallery(options.gallery, problems.inputs(), names(methods));
      Report.requirePlace(gallery.strip());
      try (PriorSource.Opened model = source.open(setup)) {
        Map<String, String> text = model.text();
        text.putAll(restored.text());
        text.put("inkwash:images", problems.inputs().about());
        text.putAll(source.text());
        new Repair(options, problems, methods, model.prior(words), err)
            .restore(gallery, text)
            .write(spec.commandLine().getOut(), options.report.json);
      }
    }
    return 0;
  }

  /** What methods are called in pictures and as folders: with arguments only to tell them apart. */
  private static List<String> names(List<Spec> methods) {
    List<String> plain = methods.stream().map(Spec::name).toList();
    return plain.stream().distinct().count() == plain.size()
        ? plain
        : methods.stream().map(method -> method.toString().replace(", ", ",")).toList();
  }

  private Report restore(Gallery gallery, Map<String, String> text) {
    showInputs(gallery);
    List<String> names = names(methods);
    List<Score.Row> rows = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      Spec method = methods.get(i);
      Score score = new Score(method.toString());
      Map<String, String> own = new LinkedHashMap<>(text);
      own.put("inkwash:method", Catalog.RESTORERS.complete(method).toString());
      gallery.fill(
          names.get(i),
          (first, images, progress) -> treat(method, first, images, score, progress),
          problems.singly() ? 1 : options.batch(),
          own,
          err);
      rows.add(score.row());
    }
    Table table = new Table(Score.Row.HEAD, rows.stream().map(Score.Row::cells).toList());
    return new Report(text, "methods", rows, table, gallery.writeStrip(text));
  }

  private List<Picture> treat(
      Spec method, int first, int images, Score score, StepProgress progress) {
    Restoration restoration = problems.of(prior, first);
    try (TensorScope scope = TensorScope.open()) {
      Tensor y = problems.measured(prior, first, images);
      long started = System.nanoTime();
      Restored restored = restoration.restore(method, y, first, progress);
      double seconds = (System.nanoTime() - started) / 1e9;
      Tensor truth = options.simulated() ? problems.given(prior, first, images) : null;
      score.add(restoration, restored, y, truth, seconds);
      return prior.shown(restored.images());
    }
  }

  /** The truth, if it is known, and what was measured. */
  private void showInputs(Gallery gallery) {
    if (options.simulated()) {
      gallery.show("truth", problems.inputs().pictures().subList(0, gallery.rows()));
    }
    List<Picture> measured = new ArrayList<>();
    for (int k = 0; k < gallery.rows(); k++) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor y = problems.measured(prior, k, 1);
        measured.add(prior.shown(shown(problems.of(prior, k), y)).get(0));
      }
    }
    gallery.show(options.simulated() ? "measured" : "input", measured);
  }

  /** What was measured as a picture: what is unknown is gray, between black and white. */
  private static Tensor shown(Restoration restoration, Tensor y) {
    PixelRange range = restoration.prior().pictures().range();
    return restoration.operator().shown(y, (range.low() + range.high()) / 2);
  }
}
